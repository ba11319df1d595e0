//! Pages of lists.

use leptos::prelude::*;

use super::store::{ImportLine, ROWS_SHOWN, RowLine, RowOutcome};
use crate::{agency::store::Agency, base::dates, ui::*};

/// The lists that were brought in, and bringing in one more.
pub fn lists(imports: Vec<ImportLine>, agencies: Vec<Agency>) -> impl IntoView {
    let choose = (!agencies.is_empty()).then(|| {
        let choices = agencies.into_iter().map(|agency| Choice::new(agency.agency_id.as_str(), agency.name)).collect();
        view! { <Select name="agency" label="Whose list is it?" choices=choices/> }
    });
    let caption = if imports.is_empty() { "No list has been brought in yet" } else { "Lists brought in so far" };
    let rows = imports
        .into_iter()
        .map(|line| {
            vec![
                view! { <a href=format!("/lists/{}", line.import_id)>{dates::long_time(line.brought_at)}</a> }
                    .into_any(),
                cell(line.agency_name),
                cell(line.brought_by.unwrap_or_else(|| "From the console".to_owned())),
                cell(line.counts.added.to_string()),
                cell(line.counts.matched.to_string()),
                cell(line.counts.set_aside.to_string()),
            ]
        })
        .collect();
    view! {
        <h1 class="nhsuk-heading-l">"Lists"</h1>
        <p>"Bring in the list your agency keeps today, as it is. Everybody on it becomes a referral that waits to be asked: \
            a list puts nobody on the register. Every row is accounted for, or nothing is brought in."</p>
        <FormTo action="/lists" files=true draft=false>
            {choose}
            <FileField
                name="list"
                label="The list"
                hint="An Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a CSV file, up to 10 MB and 5,000 rows, headings included. Bring in a longer list as several files."
                accept=".csv,.tsv,.txt,.xlsx,.ods"
            />
            <Button>"Bring the list in"</Button>
        </FormTo>
        <DataTable caption=caption head=["Brought in", "Agency", "By", "Added", "Already here", "Set aside"] rows=rows first_is_header=true/>
    }
}

/// What became of a list; without its rows for an administrator, who sees nobody.
pub fn list(line: ImportLine, outcome: RowOutcome, rows: Option<Vec<RowLine>>, page: i64) -> impl IntoView {
    let counts = line.counts;
    let all = format!(
        "{} rows: {} added, {} already here, {} set aside to look at, {} not a person (titles, headings, totals).",
        counts.rows(),
        counts.added,
        counts.matched,
        counts.set_aside,
        counts.not_a_row
    );
    let agency = line.agency_name.clone();
    let of_rows = match rows {
        Some(rows) => rows_of(&line, outcome, rows, page),
        None => view! {
            <p>{format!("What became of each row is for the coordinators and managers of {agency}: they know the people.")}</p>
        }
        .into_any(),
    };
    view! {
        <BackLink href="/lists" text="Lists"/>
        <h1 class="nhsuk-heading-l">"What became of the list"</h1>
        <p>{format!("{}, brought in {}.", line.agency_name, dates::long_time(line.brought_at))}</p>
        <p>{all}</p>
        {of_rows}
    }
}

/// The rows with one outcome, and the way to the others.
fn rows_of(line: &ImportLine, outcome: RowOutcome, rows: Vec<RowLine>, page: i64) -> AnyView {
    let counts = line.counts;
    let of = |outcome: RowOutcome| match outcome {
        RowOutcome::Added => counts.added,
        RowOutcome::Matched => counts.matched,
        RowOutcome::SetAside => counts.set_aside,
        RowOutcome::NotARow => counts.not_a_row,
    };
    let id = line.import_id.clone();
    let tabs: Vec<_> = RowOutcome::ALL
        .iter()
        .map(|each| {
            let current = (*each == outcome).then_some("true");
            let text = format!("{} ({})", each.label(), of(*each));
            view! { <li><a href=format!("/lists/{id}?rows={}", each.word()) aria-current=current>{text}</a></li> }
        })
        .collect();
    let with_sheets = rows.iter().any(|row| !row.sheet.is_empty());
    let table_rows = rows
        .into_iter()
        .map(|row| {
            let place = if with_sheets {
                format!("{}, row {}", row.sheet, row.row_number)
            } else {
                format!("Row {}", row.row_number)
            };
            let person = row.person_id.map_or_else(
                || cell("–"),
                |person| {
                    view! {
                        <a href=format!("/people/{person}")>
                            "Open"<span class="nhsuk-u-visually-hidden">{format!(" the person of {place}")}</span>
                        </a>
                    }
                    .into_any()
                },
            );
            let note = if row.note.is_empty() { "Nothing to note".to_owned() } else { row.note };
            vec![cell(place.clone()), cell(note), person]
        })
        .collect();
    let last = (of(outcome) - 1).max(0) / ROWS_SHOWN;
    let link = |page: i64| format!("/lists/{}?rows={}&page={}", line.import_id, outcome.word(), page + 1);
    let previous = (page > 0).then(|| (format!("Page {page} of {}", last + 1), link(page - 1)));
    let next = (page < last).then(|| (format!("Page {} of {}", page + 2, last + 1), link(page + 1)));
    view! {
        <nav aria-label="By what became of the row"><ul class="filters">{tabs}</ul></nav>
        <DataTable caption=outcome.label() head=["Where", "What to know", "Person"] rows=table_rows first_is_header=true/>
        <Pagination previous=previous next=next/>
    }
    .into_any()
}
