//! The table of contents: every route with its rule. The router is built from it, and the tests
//! walk it for every role and agency (`server/tests/golden/permissions.txt`).

use crate::{
    access::{actions as access, model::Act},
    account::{actions as account, staff_actions as staff},
    agency::actions as agency,
    asking::actions as asking,
    assessment::actions as assessment,
    authority::actions as authority,
    consent::{actions as consent, settle_actions as settling, stop_actions as stops},
    draft,
    guide::actions as guide,
    hand_over::actions as hand_over,
    insight::actions as insight,
    kept_out::actions as kept_out,
    lists::actions as lists,
    own::{
        actions as own, looks_actions, read_actions as reads, say_actions as says, staff_actions as codes,
        stop_actions as stops_own,
    },
    paper::actions as paper,
    person::actions as person,
    plan::actions as plan,
    rating::actions as rating,
    reading::actions as reading,
    record::actions as record,
    referral::actions as referral,
    review::actions as review,
    today::actions as today,
    web::{
        Route,
        Rule::{Anyone, May, Own},
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
        get("/sign-in/password", Anyone, account::own_password_page),
        post("/sign-in/password", Anyone, account::own_password),
        post("/sign-out", Anyone, account::sign_out),
        get("/set-up", Anyone, account::set_up_page),
        post("/set-up", Anyone, account::set_up),
        get("/about", Anyone, guide::about),
        get("/about/{document}", Anyone, guide::about_one),
        get("/about/{document}/{format}", Anyone, guide::about_in_format),
        get("/about/{document}/{format}/booklet.pdf", Anyone, paper::document_pdf),
        get("/forms", Anyone, paper::blank_forms),
        get("/forms/{kind}/form.pdf", Anyone, paper::blank_form),
        get("/privacy", Anyone, guide::privacy),
        get("/accessibility", Anyone, guide::accessibility),
        get("/credits", Anyone, guide::credits),
        get("/reading", Anyone, reading::page),
        post("/reading", Anyone, reading::keep),
        // The person's own page, opened with a personal code
        get("/me", Anyone, own::open_page),
        post("/me", Anyone, own::open),
        get("/me/finished", Anyone, own::finished),
        post("/me/finish", Anyone, own::finish),
        get("/me/page", Own(Act::SeeOwnPage), own::page),
        get("/me/format", Own(Act::SeeOwnPage), own::format_page),
        post("/me/format", Own(Act::SeeOwnPage), own::set_format),
        get("/me/reading", Own(Act::SeeOwnPage), own::reading_page),
        post("/me/reading", Own(Act::SeeOwnPage), own::set_reading),
        get("/me/still", Own(Act::SeeOwnPage), own::still),
        get("/me/written", Own(Act::SeeOwnPage), reads::written),
        get("/me/written/{section}", Own(Act::SeeOwnPage), reads::section),
        get("/me/who", Own(Act::SeeOwnPage), reads::who),
        get("/me/decides", Own(Act::SeeOwnPage), reads::decides),
        get("/me/looks", Own(Act::SeeOwnPage), looks_actions::looks),
        get("/me/plan", Own(Act::SeeOwnPage), reads::plan),
        get("/me/answers", Own(Act::SeeOwnPage), reads::answers),
        get("/me/answers/receipt.pdf", Own(Act::SeeOwnPage), reads::answers_pdf),
        get("/me/asked", Own(Act::SeeOwnPage), says::asked),
        get("/me/words", Own(Act::SeeOwnPage), says::words_page),
        get("/me/words/{kind}", Own(Act::AddOwnWords), says::say_page),
        post("/me/words/{kind}", Own(Act::AddOwnWords), says::say),
        get("/me/not-safe", Own(Act::SeeOwnPage), says::not_safe),
        get("/me/disagree/{about}", Own(Act::Disagree), says::disagree_page),
        post("/me/disagree/{about}", Own(Act::Disagree), says::disagree),
        get("/me/talk", Own(Act::AskToTalk), says::talk_page),
        post("/me/talk", Own(Act::AskToTalk), says::talk),
        get("/me/change-mind", Own(Act::ChangeOwnMind), says::change_mind_page),
        post("/me/change-mind", Own(Act::ChangeOwnMind), says::change_mind),
        get("/me/changed", Own(Act::SeeOwnPage), says::changed),
        get("/me/change-mind/{agency}", Own(Act::ChangeOwnMind), stops_own::stop_one_page),
        post("/me/change-mind/{agency}", Own(Act::ChangeOwnMind), stops_own::stop_one),
        get("/me/stopped/{agency}", Own(Act::SeeOwnPage), stops_own::stopped),
        post("/me/drafts", Own(Act::SeeOwnPage), draft::autosave_own),
        post("/me/drafts/forget", Own(Act::SeeOwnPage), draft::forget),
        // Asking without an account
        get("/ask", Anyone, asking::start),
        get("/ask/return", Anyone, asking::return_page),
        post("/ask/return", Anyone, asking::come_back),
        get("/ask/sent", Anyone, asking::sent),
        get("/ask/stop", Anyone, asking::start),
        post("/ask/stop", Anyone, asking::stop),
        post("/ask/drafts", Anyone, asking::autosave),
        get("/ask/{step}", Anyone, asking::step_page),
        post("/ask/{step}", Anyone, asking::step),
        // Giving the tablet back
        get("/unlock", Anyone, hand_over::unlock_page),
        post("/unlock", Anyone, hand_over::unlock),
        // Everybody signed in
        get("/account", May(Act::OwnAccount), account::account_page),
        // A form's own address opens its page too: whoever signs in again in between is led back there.
        get("/account/password", May(Act::OwnAccount), account::account_page),
        post("/account/password", May(Act::OwnAccount), account::change_password),
        get("/sign-out-everywhere", May(Act::OwnAccount), account::account_page),
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
        // Review
        get("/people/{person}/review", May(Act::CompleteReview), review::review_page),
        post("/people/{person}/review", May(Act::CompleteReview), review::review),
        // Drafts
        get("/still", May(Act::OwnAccount), account::still).while_handed_over(),
        post("/drafts", May(Act::OwnAccount), draft::autosave).while_handed_over(),
        post("/drafts/forget", May(Act::OwnAccount), draft::forget),
        // Those who work with people
        get("/today", May(Act::SeeToday), today::today),
        get("/dashboard", May(Act::SeeDashboard), insight::dashboard),
        // Find and refer
        get("/people", May(Act::SearchPeople), person::people),
        get("/people/search", May(Act::SearchPeople), person::search_page),
        post("/people/search", May(Act::SearchPeople), person::search),
        get("/refer", May(Act::ReferPerson), referral::refer_page),
        post("/refer", May(Act::ReferPerson), referral::refer),
        get("/referrals", May(Act::SeeReferrals), referral::referrals),
        // A person
        get("/people/{person}", May(Act::ViewReferral), record::page),
        get("/people/{person}/details", May(Act::EditDetails), person::edit_page),
        post("/people/{person}/details", May(Act::EditDetails), person::edit),
        get("/people/{person}/reading", May(Act::RecordConsent), reading::person_page),
        post("/people/{person}/reading", May(Act::RecordConsent), reading::keep_for_person).while_handed_over(),
        get("/people/{person}/professionals/new", May(Act::EditDetails), person::add_professional_page),
        get("/people/{person}/professionals", May(Act::EditDetails), person::add_professional_page),
        post("/people/{person}/professionals", May(Act::EditDetails), person::add_professional),
        get("/people/{person}/professionals/{professional}/end", May(Act::EditDetails), person::end_professional_page),
        post("/people/{person}/professionals/{professional}/end", May(Act::EditDetails), person::end_professional),
        get("/people/{person}/relatives/new", May(Act::EditDetails), person::add_relative_page),
        get("/people/{person}/relatives", May(Act::EditDetails), person::add_relative_page),
        post("/people/{person}/relatives", May(Act::EditDetails), person::add_relative),
        get("/people/{person}/relatives/{relative}/end", May(Act::EditDetails), person::end_relative_page),
        post("/people/{person}/relatives/{relative}/end", May(Act::EditDetails), person::end_relative),
        get("/people/{person}/close", May(Act::CloseReferral), referral::close_page),
        post("/people/{person}/close", May(Act::CloseReferral), referral::close),
        // Consent
        get("/people/{person}/consent", May(Act::RecordConsent), consent::start_page),
        post("/people/{person}/consent", May(Act::RecordConsent), consent::record),
        // The handler lets the person in whose hands the tablet is have the questions, and no more.
        get("/people/{person}/consent/{step}", May(Act::RecordConsent), consent::step_page).while_handed_over(),
        post("/people/{person}/consent/{step}", May(Act::RecordConsent), consent::step).while_handed_over(),
        get("/people/{person}/hand-over", May(Act::RecordConsent), hand_over::privacy_screen),
        post("/people/{person}/hand-over", May(Act::RecordConsent), hand_over::hand_over),
        get("/people/{person}/consent/receipt/{number}", May(Act::ViewRecord), consent::receipt),
        get("/people/{person}/consent/receipt/{number}/receipt.pdf", May(Act::RecordConsent), consent::receipt_pdf),
        get("/people/{person}/settle", May(Act::SettleConflict), settling::settle_page),
        post("/people/{person}/settle", May(Act::SettleConflict), settling::settle),
        get("/people/{person}/authority", May(Act::RecordConsent), authority::overview),
        get("/people/{person}/authority/new", May(Act::RecordConsent), authority::holder_page),
        post("/people/{person}/authority/new", May(Act::RecordConsent), authority::add_holder),
        get("/people/{person}/authority/{holder}/end", May(Act::RecordConsent), authority::end_page),
        post("/people/{person}/authority/{holder}/end", May(Act::RecordConsent), authority::end_holder),
        get("/people/{person}/capacity", May(Act::RecordConsent), authority::capacity_page),
        post("/people/{person}/capacity", May(Act::RecordConsent), authority::assess),
        get("/people/{person}/best-interests", May(Act::RecordConsent), authority::interests_page),
        post("/people/{person}/best-interests", May(Act::RecordConsent), authority::weigh),
        get("/people/{person}/withdraw", May(Act::WithdrawConsent), consent::withdraw_page),
        post("/people/{person}/withdraw", May(Act::WithdrawConsent), consent::withdraw),
        get("/people/{person}/withdraw/{agency}", May(Act::WithdrawConsent), stops::stop_one_page),
        post("/people/{person}/withdraw/{agency}", May(Act::WithdrawConsent), stops::stop_one),
        // Whom the person keeps out
        get("/people/{person}/kept-out", May(Act::KeepOut), kept_out::page),
        post("/people/{person}/kept-out", May(Act::KeepOut), kept_out::keep_out),
        get("/people/{person}/kept-out/{kept}/let-in", May(Act::KeepOut), kept_out::let_in_page),
        post("/people/{person}/kept-out/{kept}/let-in", May(Act::KeepOut), kept_out::let_in),
        // What the person holds and asks for
        get("/people/{person}/codes", May(Act::GiveCode), codes::codes),
        get("/people/{person}/codes/new", May(Act::GiveCode), codes::give_page),
        post("/people/{person}/codes/new", May(Act::GiveCode), codes::give),
        get("/people/{person}/codes/{code}/take-back", May(Act::GiveCode), codes::revoke_page),
        post("/people/{person}/codes/{code}/take-back", May(Act::GiveCode), codes::revoke),
        get("/people/{person}/asked/{request}", May(Act::AnswerRequest), codes::answer_page),
        post("/people/{person}/asked/{request}", May(Act::AnswerRequest), codes::answer),
        // Paper
        get("/people/{person}/paper", May(Act::RecordConsent), paper::forms_page),
        post("/people/{person}/paper", May(Act::RecordConsent), paper::print),
        get("/people/{person}/paper/{form}", May(Act::RecordConsent), paper::form_page),
        post("/people/{person}/paper/{form}", May(Act::RecordConsent), paper::add_pages).with_files(),
        get("/people/{person}/paper/{form}/form.pdf", May(Act::RecordConsent), paper::form_pdf),
        get("/people/{person}/paper/{form}/pages/{scan}", May(Act::RecordConsent), paper::page),
        get("/paper", May(Act::FindPaperForm), paper::back_page),
        post("/paper", May(Act::FindPaperForm), paper::back).with_files(),
        get("/paper/{code}", May(Act::FindPaperForm), paper::follow),
        // Lists
        get("/lists", May(Act::BringListIn), lists::lists),
        post("/lists", May(Act::BringListIn), lists::bring_in).with_files(),
        get("/lists/{import}", May(Act::BringListIn), lists::list),
        get("/people/{person}/looks", May(Act::ViewAccessLog), access::looks),
        // Governance
        get("/audit", May(Act::SeeAuditLog), access::audit),
        get("/audit/verify", May(Act::SeeAuditLog), access::verify_page),
        post("/audit/verify", May(Act::SeeAuditLog), access::verify),
        // Administration
        get("/agencies", May(Act::ManageAgencies), agency::agencies),
        post("/agencies", May(Act::ManageAgencies), agency::add),
        get("/agencies/{agency}/agreement", May(Act::ManageAgencies), agency::agreement_page),
        post("/agencies/{agency}/agreement", May(Act::ManageAgencies), agency::sign),
        get("/agencies/{agency}/end-agreement", May(Act::ManageAgencies), agency::end_page),
        post("/agencies/{agency}/end-agreement", May(Act::ManageAgencies), agency::end),
        get("/staff", May(Act::ManageStaff), staff::staff),
        post("/staff", May(Act::ManageStaff), staff::add),
        get("/staff/{staff}/password", May(Act::ManageStaff), staff::password_page),
        post("/staff/{staff}/password", May(Act::ManageStaff), staff::give_password),
        get("/staff/{staff}/leave", May(Act::ManageStaff), staff::leave_page),
        post("/staff/{staff}/leave", May(Act::ManageStaff), staff::leave),
        get("/picture-pack", May(Act::SeePictures), guide::picture_pack),
    ]
}

/// The page to go on with where a form or page at this path was cut short by the end of a session:
/// the path itself, the page on which its form is filled in, or the nearest page above.
#[must_use]
pub fn page_of(path: &str) -> String {
    let pages: Vec<&str> =
        routes().iter().filter(|route| route.method == http::Method::GET).map(|route| route.path).collect();
    let is_page = |path: &str| pages.iter().any(|pattern| fits(pattern, path));
    let mut at = path.trim_end_matches('/');
    while at.starts_with('/') && !at.starts_with("//") && at.len() > 1 {
        if is_page(at) {
            return at.to_owned();
        }
        let new = format!("{at}/new");
        if is_page(&new) {
            return new;
        }
        at = at.rsplit_once('/').map_or("", |(above, _)| above);
    }
    "/".to_owned()
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(name), Some(_)) if name.starts_with('{') => {}
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_) | None) | (None, Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn after_signing_in_again_one_goes_on_with_the_form_that_was_cut_short() {
        assert_eq!(page_of("/refer"), "/refer");
        assert_eq!(page_of("/people/1/professionals"), "/people/1/professionals");
        assert_eq!(page_of("/people/1/plan/actions/unheard-of"), "/people/1/plan/actions/new");
        assert_eq!(page_of("/people/1/consent/exclusions"), "/people/1/consent/exclusions");
        assert_eq!(page_of("/drafts"), "/");
        assert_eq!(page_of("//elsewhere.example/people"), "/");
    }
}
