//! The table of contents: every route with its rule. The router is built from it, and the tests
//! walk it for every role and agency (`server/tests/golden/permissions.txt`).

use crate::{
    access::model::Act,
    account::actions as account,
    assessment::actions as assessment,
    draft,
    plan::actions as plan,
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
        // Plan
        get("/people/{person}/plan", May(Act::ChangePlan), plan::plan_page),
        get("/people/{person}/plan/issues/new", May(Act::ChangePlan), plan::issue_page),
        post("/people/{person}/plan/issues/new", May(Act::ChangePlan), plan::add_issue),
        get("/people/{person}/plan/issues/{issue}/close", May(Act::ChangePlan), plan::close_page),
        post("/people/{person}/plan/issues/{issue}/close", May(Act::ChangePlan), plan::close_issue),
        get("/people/{person}/plan/strategies/new", May(Act::ChangePlan), plan::strategy_page),
        post("/people/{person}/plan/strategies/new", May(Act::ChangePlan), plan::add_strategy),
        get("/people/{person}/plan/actions/new", May(Act::ChangePlan), plan::action_page),
        post("/people/{person}/plan/actions/new", May(Act::ChangePlan), plan::agree_action),
        get("/people/{person}/actions/{action}", May(Act::UpdateAction), plan::update_page),
        post("/people/{person}/actions/{action}", May(Act::UpdateAction), plan::update),
        // Drafts
        post("/drafts", May(Act::OwnAccount), draft::autosave),
    ]
}
