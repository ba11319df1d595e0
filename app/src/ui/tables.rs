//! Facts in rows: summary lists and tables.

use leptos::{prelude::*, tachys::view::any_view::AnyView};

use super::parts::Words;

/// What a summary row shows; nothing is shown as "Not provided".
pub struct SummaryValue(Option<AnyView>);

impl From<&str> for SummaryValue {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for SummaryValue {
    fn from(text: String) -> Self {
        Self((!text.trim().is_empty()).then(|| text.into_any()))
    }
}

impl From<AnyView> for SummaryValue {
    fn from(view: AnyView) -> Self {
        Self(Some(view))
    }
}

impl<T: Into<SummaryValue>> From<Option<T>> for SummaryValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(None), Into::into)
    }
}

impl<T> From<View<T>> for SummaryValue
where
    View<T>: IntoAny,
{
    fn from(view: View<T>) -> Self {
        Self(Some(view.into_any()))
    }
}

/// One fact: its name, its value and, if it may be changed, where.
pub struct SummaryRow {
    key: String,
    value: SummaryValue,
    change: Option<(String, String)>,
}

impl SummaryRow {
    /// The fact's name and its value: text, an option of it, or a view.
    pub fn new(key: impl Into<String>, value: impl Into<SummaryValue>) -> Self {
        Self { key: key.into(), value: value.into(), change: None }
    }

    /// A link to change it; `what` tells a screen reader what is changed, in lower case.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>, what: impl Into<String>) -> Self {
        self.change = Some((href.into(), what.into()));
        self
    }
}

/// Facts, one a row.
#[component]
pub fn SummaryList(
    /// The rows, in order.
    rows: Vec<SummaryRow>,
) -> impl IntoView {
    let any_change = rows.iter().any(|row| row.change.is_some());
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let class = if any_change && row.change.is_none() {
                "nhsuk-summary-list__row nhsuk-summary-list__row--no-actions"
            } else {
                "nhsuk-summary-list__row"
            };
            let value = row.value.0.unwrap_or_else(|| view! { <span class="quiet">"Not provided"</span> }.into_any());
            view! {
                <div class=class>
                    <dt class="nhsuk-summary-list__key">{row.key}</dt>
                    <dd class="nhsuk-summary-list__value">{value}</dd>
                    {row
                        .change
                        .map(|(href, what)| {
                            view! {
                                <dd class="nhsuk-summary-list__actions">
                                    <a class="nhsuk-link" href=href>
                                        "Change"
                                        <span class="nhsuk-u-visually-hidden">{format!(" {what}")}</span>
                                    </a>
                                </dd>
                            }
                        })}
                </div>
            }
        })
        .collect();
    view! { <dl class="nhsuk-summary-list">{rows}</dl> }
}

/// A cell of plain text.
pub fn cell(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}

/// A table. On a narrow screen each row becomes a block and each cell repeats its column's name.
#[component]
pub fn DataTable(
    /// What the table shows; always there.
    #[prop(into)]
    caption: String,
    /// The columns' names.
    #[prop(into)]
    head: Words,
    /// The cells of each row.
    rows: Vec<Vec<AnyView>>,
    /// Whether the first cell of a row names the row.
    #[prop(optional)]
    first_is_header: bool,
) -> impl IntoView {
    let columns: Vec<_> = head
        .0
        .iter()
        .cloned()
        .map(|name| view! { <th class="nhsuk-table__header" scope="col" role="columnheader">{name}</th> })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row
                .into_iter()
                .enumerate()
                .map(|(at, cell)| table_cell(head.0.get(at), first_is_header && at == 0, cell))
                .collect();
            view! { <tr class="nhsuk-table__row" role="row">{cells}</tr> }
        })
        .collect();
    view! {
        <table class="nhsuk-table nhsuk-table--responsive" role="table">
            <caption class="nhsuk-table__caption nhsuk-table__caption--m">{caption}</caption>
            <thead class="nhsuk-table__head" role="rowgroup">
                <tr class="nhsuk-table__row" role="row">
                    {columns}
                </tr>
            </thead>
            <tbody class="nhsuk-table__body">{rows}</tbody>
        </table>
    }
}

fn table_cell(column: Option<&String>, is_header: bool, cell: AnyView) -> AnyView {
    let name = column.map(|name| {
        view! { <span class="nhsuk-table__heading" aria-hidden="true">{format!("{name} ")}</span> }
    });
    if is_header {
        view! { <th class="nhsuk-table__header" scope="row" role="rowheader">{name} {cell}</th> }.into_any()
    } else {
        view! { <td class="nhsuk-table__cell" role="cell">{name} {cell}</td> }.into_any()
    }
}
