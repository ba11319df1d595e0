//! Connections: one task each, and none that waits for ever for somebody to say what they want.
//!
//! `axum::serve` gives Hyper no clock, and then there is no limit to how long the head of a request may take:
//! whoever sends a byte a minute holds a connection for good.

use std::{net::SocketAddr, pin::pin, time::Duration};

use axum::{Extension, Router, extract::ConnectInfo, serve::Listener};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::Layer;

/// How long the head of a request may take, and a connection may stand idle between two. A head is a few
/// kilobytes: two minutes are enough on the slowest network, and longer than a proxy keeps an idle connection.
pub const HEAD_PATIENCE: Duration = Duration::from_mins(2);

/// Answers whoever connects until `stop` is over, and then ends when what was under way has.
pub async fn serve(mut listener: TcpListener, app: Router, patience: Duration, stop: impl Future<Output = ()>) {
    // Each connection has a copy of `stopping` for as long as it is open.
    let (open, stopping) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            (stream, from) = Listener::accept(&mut listener) => {
                tokio::spawn(answer(stream, from, app.clone(), patience, stopping.clone()));
            }
            () = &mut stop => break,
        }
    }
    drop((listener, stopping));
    open.send_replace(());
    open.closed().await;
}

/// Answers the requests of one connection.
async fn answer(
    stream: TcpStream,
    from: SocketAddr,
    app: Router,
    patience: Duration,
    mut stopping: watch::Receiver<()>,
) {
    let service = TowerToHyperService::new(Extension(ConnectInfo(from)).layer(app));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(TokioIo::new(stream), service)
    );
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Whoever is there hung up, or said nothing: every day on the open internet.
        tracing::trace!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
    };

    use super::*;

    async fn listening() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    /// Who is asked for says from where.
    fn app() -> Router {
        Router::new().route("/", get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.to_string() }))
    }

    #[tokio::test]
    async fn whoever_does_not_say_what_they_want_is_not_waited_for() {
        let (listener, address) = listening().await;
        let serving = tokio::spawn(serve(listener, app(), Duration::from_millis(1), pending()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: regis").await.unwrap();
        let mut answer = String::new();
        // Ends when the server hangs up.
        let _ = stream.read_to_string(&mut answer).await;
        assert!(!answer.contains("200"), "{answer}");
        serving.abort();
    }

    #[tokio::test]
    async fn whoever_asks_is_answered_and_known_by_their_address() {
        let (listener, address) = listening().await;
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { drop(stopped.await) };
        let serving = tokio::spawn(serve(listener, app(), HEAD_PATIENCE, stopped));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let from = stream.local_addr().unwrap().to_string();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: register\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&from), "{answer}");
        // One that stands idle does not keep the program from ending.
        let idle = TcpStream::connect(address).await.unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap();
        drop(idle);
    }

    #[tokio::test]
    async fn who_is_asked_to_stop_at_once_does() {
        let (listener, _) = listening().await;
        serve(listener, app(), HEAD_PATIENCE, ready(())).await;
    }
}
