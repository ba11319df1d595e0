//! The whole router: the application's table, static files, health, and the layers around them.

use std::{path::Path, sync::Arc};

use app::{
    easy_read::model::PictureSet,
    shell::asking_for_help,
    web::{Site, router},
};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
    services::ServeDir,
};

use crate::panics;

/// What `cargo xtask build` left in the site folder.
#[derive(Debug, Clone)]
pub struct Build {
    /// Names this build in the addresses of styles and scripts.
    pub id: String,
}

impl Build {
    /// Reads `build.txt` of the site folder.
    ///
    /// # Errors
    /// A sentence that says what to run, where there is no build.
    pub fn read(site: &Path) -> Result<Self, String> {
        let path = site.join("build.txt");
        std::fs::read_to_string(&path)
            .map(|id| Self { id: id.trim().to_owned() })
            .map_err(|_| format!("There is no built site in {}. Run `cargo xtask build` first.", site.display()))
    }
}

/// Everything the server answers.
pub fn app(site: Arc<Site>, folder: &Path) -> Router {
    let files = Router::new()
        .nest_service("/pkg", ServeDir::new(folder.join("pkg")).precompressed_br().precompressed_gzip())
        .merge(
            Router::new()
                .nest_service(
                    "/pictures",
                    ServeDir::new(folder.join("pictures")).precompressed_br().precompressed_gzip(),
                )
                .layer(middleware::from_fn_with_state(Arc::clone(&site), picture)),
        )
        .layer(middleware::from_fn(keep_for_long));
    let health = Router::new()
        .route("/health/live", get(|| async { "live" }))
        .route("/health/ready", get(ready))
        .with_state(Arc::clone(&site));
    around(router(app::routes::routes(), Arc::clone(&site)).merge(files).merge(health), &site)
}

/// What stands around every answer: compression, headers, a page for a panic, no forms of other sites.
pub fn around(router: Router, site: &Site) -> Router {
    router.layer(
        ServiceBuilder::new()
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(site.secure, guard))
            .layer(CatchPanicLayer::custom(panicked))
            // Every form is a POST and every cookie SameSite=Lax; this refuses what another site sends.
            .layer(only_forms_from(&site.public_url).with_rejection_response(not_our_form)),
    )
}

/// Lets forms come from the host that was asked for, and from the address at which people reach the
/// register: a proxy may ask under another name.
fn only_forms_from(public_url: &str) -> CsrfLayer {
    match origin_of(public_url).map(|origin| CsrfLayer::new().add_trusted_origin(origin)) {
        Some(Ok(layer)) => layer,
        Some(Err(_)) | None => CsrfLayer::new(),
    }
}

/// The origin of an address as a browser writes it: small letters, no port that goes without saying, no path.
fn origin_of(address: &str) -> Option<String> {
    let address: http::Uri = address.parse().ok()?;
    let (scheme, host) = (address.scheme_str()?, address.host()?.to_ascii_lowercase());
    let port = address.port_u16().filter(|port| !matches!((scheme, port), ("https", 443) | ("http", 80)));
    Some(port.map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}")))
}

/// What another site sent, or a browser whose address is not the one that the server knows.
fn not_our_form(_: ProtectionError) -> Response {
    let page = "<!DOCTYPE html><html lang=\"en-GB\"><title>This was not sent</title><h1>This was not sent</h1>\
         <p>The form did not come from a page of this register. Nothing was saved.</p>\
         <p>Go back, load the page again, and send it once more.</p>\
         <p>If it happens again, tell whoever runs the register: DSR_PUBLIC_URL must be the address in your \
         browser.</p></html>";
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// A picture of the organisation's own pack before the built-in one of the same name, unless the address
/// asks for `?built-in`. Whatever a picture holds, it is only ever shown: its policy lets nothing run.
async fn picture(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let named = request.uri().path().strip_prefix("/pictures/").and_then(|path| path.split_once('/'));
    let own = named.filter(|_| request.uri().query() != Some("built-in")).and_then(|(set, file)| {
        let set: PictureSet = set.parse().ok()?;
        site.pictures.picture(set, file.strip_suffix(".svg")?)
    });
    let mut response = match own {
        Some(own) => ([(header::CONTENT_TYPE, own.kind.content_type())], own.bytes.to_vec()).into_response(),
        None => next.run(request).await,
    };
    let policy =
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Files whose address names their build never change.
async fn keep_for_long(request: Request, next: Next) -> Response {
    let versioned = request.uri().query().is_some_and(|query| query.starts_with("v="));
    let mut response = next.run(request).await;
    let age = if versioned { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(age));
    }
    response
}

/// Headers that every answer carries; pages add their own Content-Security-Policy. Where people reach the
/// register over HTTPS only, a browser that was here once never asks without it again.
async fn guard(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        let always = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, always);
    }
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    response
}

async fn ready(State(site): State<Arc<Site>>) -> Response {
    match site.access.looking_up(async |house| house.ping().await).await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response()
        }
    }
}

/// A panic is a fault of ours: one line in the log, which the hook has written, and a plain page here
/// under the same reference. What the panic says stays unread: it could hold somebody's text.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><title>Something went wrong</title><h1>Something went wrong</h1>\
         <p>This is our fault, not yours. Go back and try again.</p><p>{}</p></html>",
        asking_for_help(&panics::reference_of_last())
    );
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        let origin = |address| origin_of(address).unwrap_or_default();
        assert_eq!(origin("https://Register.example/"), "https://register.example");
        assert_eq!(origin("https://register.example:443/list"), "https://register.example");
        assert_eq!(origin("http://10.0.0.7:3000"), "http://10.0.0.7:3000");
        for nothing in ["", "register.example", "/list"] {
            assert_eq!(origin(nothing), "", "{nothing}");
        }
    }
}
