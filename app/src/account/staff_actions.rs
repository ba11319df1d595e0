//! Accounts of colleagues: listing, making, giving a new password, ending.

use std::sync::Arc;

use super::{
    model, password,
    staff_model::{self, NewColleague},
    staff_view as view,
    store::{self, NewStaff, StaffLine},
};
use crate::{
    access::model::act::ManageStaff,
    agency,
    base::{
        answers::{Fault, Form},
        error::AppError,
        ids::StaffId,
    },
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit},
};

/// `GET /staff`
pub async fn staff(visit: Arc<Visit>) -> Answer {
    list(&visit, FormState::default()).await
}

async fn list(visit: &Visit, form: FormState) -> Answer {
    let actor = visit.actor()?;
    let (staff, agencies) = visit
        .access()
        .within::<ManageStaff, _>(actor, async |scope| {
            scope.note("listed");
            Ok((store::all(scope).await?, agency::store::all(scope).await?))
        })
        .await?;
    let (own, today) = (actor.staff_id.clone(), visit.today());
    Ok(visit.form_page("Accounts", form, move || view::staff(staff, agencies, &own, today)))
}

/// `POST /staff`
pub async fn add(visit: Arc<Visit>) -> Answer {
    let new = match NewColleague::parse(&visit.form) {
        Ok(new) => new,
        Err(faults) => return list(&visit, visit.refused(faults)).await,
    };
    // Before the transaction: hashing takes long, and SQLite has one writer.
    let hash = password::hash(new.account.password.clone()).await?;
    let fault = visit
        .access()
        .within::<ManageStaff, _>(visit.actor()?, async |scope| {
            let now = scope.now();
            if !agency::store::all(scope).await?.iter().any(|agency| agency.agency_id == new.agency) {
                return Ok(Some(("agency", "Select the agency they work for")));
            }
            let staff = NewStaff {
                agency: &new.agency,
                sign_in_name: &new.account.sign_in_name,
                display_name: &new.account.display_name,
                job_title: &new.account.job_title,
                role: new.role,
                password_hash: &hash,
                password_given: true,
                is_demo: false,
            };
            match store::add(scope, &staff, now).await {
                Ok(id) => {
                    scope.note(&format!("added {id} {}", new.role.word()));
                    Ok(None)
                }
                Err(AppError::Conflict) => {
                    scope.note("the email address is taken");
                    Ok(Some(("email", "Somebody has an account with this email address already")))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match fault {
        None => Ok(Reply::done("/staff", Flash::AccountMade)),
        Some((field, message)) => {
            let faults = vec![Fault { field: field.to_owned(), message: message.to_owned() }];
            list(&visit, visit.refused(faults)).await
        }
    }
}

/// The account of a colleague; refused to its own holder.
async fn colleague(visit: &Visit) -> Result<StaffLine, AppError> {
    let staff: StaffId = visit.id("staff")?;
    visit
        .access()
        .within::<ManageStaff, _>(visit.actor()?, async |scope| {
            check(visit, &staff)?;
            scope.note(&format!("opened {staff}"));
            store::one(scope, &staff).await
        })
        .await
}

fn check(visit: &Visit, staff: &StaffId) -> Result<(), AppError> {
    staff_model::may_manage(visit.actor()?, staff).map_err(|why| AppError::Forbidden(format!("{why}.")))
}

/// `GET /staff/{staff}/leave`: what it means, before it is done.
pub async fn leave_page(visit: Arc<Visit>) -> Answer {
    let line = colleague(&visit).await?;
    Ok(visit.page("End an account", move || view::leave(&line)))
}

/// `GET /staff/{staff}/password`: for a colleague who forgot theirs.
pub async fn password_page(visit: Arc<Visit>) -> Answer {
    password_form(&visit, FormState::default()).await
}

async fn password_form(visit: &Visit, form: FormState) -> Answer {
    let line = colleague(visit).await?;
    Ok(visit.form_page("Give a new password", form, move || view::password(&line)))
}

/// `POST /staff/{staff}/password`
pub async fn give_password(visit: Arc<Visit>) -> Answer {
    let staff: StaffId = visit.id("staff")?;
    let new = visit.form.get("password").to_owned();
    let mut form = Form::new(&visit.form);
    model::check_password(&mut form, "password", &new);
    if let Err(faults) = form.finish(Some(())) {
        return password_form(&visit, visit.refused(faults)).await;
    }
    let hash = password::hash(new).await?;
    visit
        .access()
        .within::<ManageStaff, _>(visit.actor()?, async |scope| {
            check(&visit, &staff)?;
            store::one(scope, &staff).await?;
            store::give_password(scope, &staff, &hash).await?;
            scope.note(&format!("gave a new password to {staff}"));
            Ok(())
        })
        .await?;
    Ok(Reply::done("/staff", Flash::PasswordGiven))
}

/// `POST /staff/{staff}/leave`
pub async fn leave(visit: Arc<Visit>) -> Answer {
    let staff: StaffId = visit.id("staff")?;
    visit
        .access()
        .within::<ManageStaff, _>(visit.actor()?, async |scope| {
            check(&visit, &staff)?;
            store::one(scope, &staff).await?;
            store::leave(scope, &staff).await?;
            scope.note(&format!("ended {staff}"));
            Ok(())
        })
        .await?;
    Ok(Reply::done("/staff", Flash::AccountEnded))
}
