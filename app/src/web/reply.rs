//! What goes back: a whole page, a redirect, or a file.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;

use super::visit::Visit;
use crate::{
    base::error::AppError,
    shell::{self, Flash},
    ui::FormState,
};

/// What a handler answers.
pub type Answer = Result<Reply, AppError>;

/// A finished answer to a visit.
pub struct Reply {
    status: StatusCode,
    body: Body,
    cookies: Vec<String>,
}

enum Body {
    Page(String),
    SeeOther(String),
    Raw(Response),
}

impl Reply {
    /// Sends the browser to another page (303: with GET).
    #[must_use]
    pub fn see(path: impl Into<String>) -> Self {
        Self { status: StatusCode::SEE_OTHER, body: Body::SeeOther(path.into()), cookies: Vec::new() }
    }

    /// Sends the browser to another page, which says what has just been done.
    #[must_use]
    pub fn done(path: impl Into<String>, flash: Flash) -> Self {
        Self::see(path).cookie(format!("done={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", flash.word()))
    }

    /// It was heard, and there is nothing to show: what a script sends is answered like this.
    #[must_use]
    pub fn heard() -> Self {
        Self::raw(StatusCode::NO_CONTENT.into_response())
    }

    /// Something that is not a page.
    #[must_use]
    pub fn raw(response: Response) -> Self {
        Self { status: response.status(), body: Body::Raw(response), cookies: Vec::new() }
    }

    /// Sets a cookie too.
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// With another status than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// A path of this site that a form or a query named, or nothing: never another site, never a
/// character that does not belong into a header.
#[must_use]
pub fn local_path(typed: &str) -> Option<&str> {
    let ours = typed.starts_with('/')
        && !typed.starts_with("//")
        && typed.len() < 300
        && typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    ours.then_some(typed)
}

impl Visit {
    /// A page without a form.
    pub fn page<V: IntoView + 'static>(&self, title: &str, view: impl FnOnce() -> V) -> Reply {
        self.form_page(title, FormState::default(), view)
    }

    /// A page with a form in a state: opened, or refused with faults (then 422 and "Error:" in the title).
    pub fn form_page<V: IntoView + 'static>(&self, title: &str, form: FormState, view: impl FnOnce() -> V) -> Reply {
        let status = if form.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let mut reply =
            Reply { status, body: Body::Page(shell::document(self, title, form, view)), cookies: Vec::new() };
        if self.flash.is_some() {
            reply = reply.cookie("done=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".to_owned());
        }
        reply
    }

    /// Turns what a handler answered into what is sent.
    pub(super) fn respond(&self, answer: Answer) -> Response {
        let reply = answer.unwrap_or_else(|error| shell::error_page(self, error));
        let mut response = match reply.body {
            Body::Page(html) => {
                (reply.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
            }
            Body::SeeOther(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
            Body::Raw(response) => response,
        };
        for cookie in reply.cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        self.guard(&mut response);
        response
    }

    /// The headers every page carries.
    fn guard(&self, response: &mut Response) {
        let headers = response.headers_mut();
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
             base-uri 'none'; manifest-src 'self'",
            nonce = self.nonce
        );
        if let Ok(value) = HeaderValue::from_str(&policy) {
            // What is not a page may have a narrower one of its own.
            headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(value);
        }
        // A page in an old tab must never come from a cache after sign-out.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_gone_back_to() {
        assert_eq!(local_path("/about/easy-read"), Some("/about/easy-read"));
        assert_eq!(local_path("/people?page=2"), Some("/people?page=2"));
        for bad in
            ["", "about", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/a b"]
        {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }
}
