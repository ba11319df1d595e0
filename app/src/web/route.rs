//! The table that the router is built from: each route with its rule.

use std::{collections::HashMap, pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::{ConnectInfo, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    response::Response,
    routing::{MethodFilter, on},
};
use http::Method;

use super::{
    proxy,
    reply::Answer,
    visit::{Head, Site, Visit},
};
use crate::{access::model::Act, base::error::AppError, draft};

/// Who may come here at all. What they may do to whom is decided again, by the permit, inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not: nothing here is about anyone.
    Anyone,
    /// Only somebody who may do this act; the handler's permit names the same one.
    May(Act),
    /// Only whoever opened their own page with a personal code, for this act of their own.
    Own(Act),
}

type Handler = Arc<dyn Fn(Arc<Visit>) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync>;

/// One line of the table.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// With `{names}` for ids.
    pub path: &'static str,
    /// Who may come here at all.
    pub rule: Rule,
    /// Whether it stays open while the tablet is in the person's hands.
    pub lent: bool,
    /// Whether its form brings files.
    pub files: bool,
    handler: Handler,
}

impl Route {
    /// Stays open to the one person in whose hands the tablet is. Everything else of staff is locked
    /// until it is given back.
    #[must_use]
    pub fn while_handed_over(mut self) -> Self {
        self.lent = true;
        self
    }

    /// Takes a form with files, from whoever has a session. Of all other forms no more is read than typed
    /// words may be.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.files = true;
        self
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({:?})", self.method, self.path, self.rule)
    }
}

/// A page.
pub fn get<F, Fut>(path: &'static str, rule: Rule, handler: F) -> Route
where
    F: Fn(Arc<Visit>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let handler: Handler = Arc::new(move |visit| Box::pin(handler(visit)));
    Route { method: Method::GET, path, rule, lent: false, files: false, handler }
}

/// A form.
pub fn post<F, Fut>(path: &'static str, rule: Rule, handler: F) -> Route
where
    F: Fn(Arc<Visit>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    Route { method: Method::POST, ..get(path, rule, handler) }
}

/// The router of a table.
pub fn router(table: Vec<Route>, site: Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in table {
        let filter = if route.method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
        let path = route.path;
        type Params = Result<RawPathParams, RawPathParamsRejection>;
        let run = move |State(site): State<Arc<Site>>, params: Params, request: Request| {
            let params: HashMap<String, String> = match &params {
                Ok(params) => params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
                // Bytes that are no text name nothing: every id is missing, which is a page not found.
                Err(_) => HashMap::new(),
            };
            answer(site, route.clone(), params, request)
        };
        router = router.route(path, on(filter, run));
    }
    router
        .fallback(|State(site): State<Arc<Site>>, request: Request| refuse(site, || AppError::NotFound, request))
        // Axum adds the header that names the methods there are.
        .method_not_allowed_fallback(|State(site): State<Arc<Site>>, request: Request| {
            refuse(site, || AppError::NoSuchMethod, request)
        })
        .with_state(site)
}

async fn refuse(site: Arc<Site>, error: fn() -> AppError, request: Request) -> Response {
    let nowhere = get("", Rule::Anyone, move |_| async move { Err(error()) });
    answer(site, nowhere, HashMap::new(), request).await
}

async fn answer(site: Arc<Site>, route: Route, params: HashMap<String, String>, request: Request) -> Response {
    let Route { rule, lent, files, handler, .. } = route;
    let from = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>().map_or_else(String::new, |info| {
        proxy::visitor(info.0.ip(), request.headers(), &site.trusted_proxies).to_string()
    });
    let (mut visit, read) = Visit::read(site, Head { params, from, files }, request).await;
    if lent {
        visit.lend();
    }
    let allowed = match (&read, rule) {
        (Ok(()), Rule::May(_)) => visit.actor().and_then(|_| visit.check_whose_page()),
        (Ok(()), Rule::Own(_)) => visit.holder().and_then(|_| visit.check_whose_page()),
        (Ok(()), Rule::Anyone) | (Err(_), _) => Ok(()),
    };
    let visit = Arc::new(visit);
    let answer = match read.and(allowed) {
        Ok(()) => handler(Arc::clone(&visit)).await,
        Err(error @ (AppError::NotSignedIn | AppError::PageClosed | AppError::HandedOver)) => {
            // What was typed into an expired session waits behind the sign-in.
            draft::keep_for_ended_session(&visit).await;
            Err(error)
        }
        Err(error) => Err(error),
    };
    visit.respond(answer)
}
