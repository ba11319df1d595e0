//! A browser without script: cookies, links and forms.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use scraper::{Html, Selector};
use tower::ServiceExt;

/// Somebody at a screen.
#[derive(Clone)]
pub struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub headers: HeaderMap,
    pub html: String,
    /// As they came, for what is no page.
    pub bytes: Vec<u8>,
}

impl Browser {
    pub fn new(app: Router) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_raw(path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Sends a form and follows the redirect that a success answers.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await;
        if page.status == 303 { self.get(&page.location.clone()).await } else { page }
    }

    pub async fn upload(
        &mut self,
        path: &str,
        field: &str,
        file_name: &str,
        bytes: &[u8],
        fields: &[(&str, &str)],
    ) -> Page {
        let boundary = "----dsr-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={boundary}"), body).await
    }

    /// Sends several files in one field.
    pub async fn upload_all(&mut self, path: &str, field: &str, files: &[&[u8]], fields: &[(&str, &str)]) -> Page {
        let boundary = "----dsr-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.bytes());
        }
        for bytes in files {
            let head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"photo\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={boundary}"), body).await
    }

    pub async fn post_raw(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        self.send(Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(set.to_str().unwrap().to_owned()).unwrap();
            let gone = cookie.max_age().is_some_and(|age| age.is_zero());
            if gone {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Page {
            status: parts.status.as_u16(),
            location: parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned(),
            headers: parts.headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    /// The register that it is used with.
    pub fn app(&self) -> Router {
        self.app.clone()
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

impl Page {
    /// All that is read, without markup, spaces made single.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        let body = Selector::parse("body").unwrap();
        let words: Vec<&str> =
            html.select(&body).flat_map(|body| body.text()).flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// Whether a phrase can be read on it.
    pub fn says(&self, phrase: &str) -> bool {
        self.text().contains(phrase)
    }

    /// The main heading.
    pub fn heading(&self) -> String {
        self.all("h1").into_iter().next().unwrap_or_default()
    }

    /// The text of everything a selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&Selector::parse(selector).unwrap())
            .map(|element| element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// What is said beside each picture that has this sign in its corner.
    pub fn marked(&self, sign: &str) -> Vec<String> {
        self.all(&format!("main .marked:has(img.marked__mark[src$='/{sign}.svg']) + p"))
    }

    /// An attribute of everything a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&Selector::parse(selector).unwrap())
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// The errors of the error summary.
    pub fn errors(&self) -> Vec<String> {
        self.all(".nhsuk-error-summary__list a")
    }

    /// What a field holds when the page is shown: text, or the chosen values of radios and checkboxes.
    pub fn value(&self, field: &str) -> String {
        let html = Html::parse_document(&self.html);
        let find = |selector: String| Selector::parse(&selector).unwrap();
        if let Some(area) = html.select(&find(format!("textarea[name=\"{field}\"]"))).next() {
            return area.text().collect();
        }
        if let Some(option) = html.select(&find(format!("select[name=\"{field}\"] option[selected]"))).next() {
            return option.value().attr("value").unwrap_or_default().to_owned();
        }
        let chosen: Vec<&str> = html
            .select(&find(format!("input[name=\"{field}\"][checked]")))
            .filter_map(|input| input.value().attr("value"))
            .collect();
        if !chosen.is_empty() {
            return chosen.join(",");
        }
        html.select(&find(format!("input[name=\"{field}\"]:not([type=radio]):not([type=checkbox])")))
            .filter_map(|input| input.value().attr("value"))
            .collect::<Vec<_>>()
            .join(",")
    }
}
