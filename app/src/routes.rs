//! The table of contents: every route with its rule. The router is built from it, and the tests
//! walk it for every role and agency (`server/tests/golden/permissions.txt`).

use crate::{
    access::model::Act,
    account::actions as account,
    assessment::actions as assessment,
    draft,
    rating::actions as rating,
    web::{
        Route,
        Rule::{Anyone, May},
        get, post,
    },
};

/// Every page and form there is.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        // Anybody
        get("/", Anyone, account::home),
        get("/sign-in", Anyone, account::sign_in_page),
        post("/sign-in", Anyone, account::sign_in),
        post("/sign-out", Anyone, account::sign_out),
        get("/set-up", Anyone, account::set_up_page),
        post("/set-up", Anyone, account::set_up),
        // Everybody signed in
        get("/account", May(Act::OwnAccount), account::account_page),
        post("/account/password", May(Act::OwnAccount), account::change_password),
        post("/sign-out-everywhere", May(Act::OwnAccount), account::sign_out_everywhere),
        // Risk
        get("/people/{person}/assessment", May(Act::AssessRisk), assessment::assess_page),
        post("/people/{person}/assessment", May(Act::AssessRisk), assessment::assess),
        get("/people/{person}/rating", May(Act::SetRating), rating::rate_page),
        post("/people/{person}/rating", May(Act::SetRating), rating::rate),
        // Drafts
        post("/drafts", May(Act::OwnAccount), draft::autosave),
    ]
}
