//! Our components against the official HTML of nhsuk-frontend 10.6.1, tree by tree.
//!
//! What differs on purpose is written beside each case, with its reason.

use leptos::prelude::*;
use scraper::{Html, node::Node};

use super::*;

/// A difference that is meant: what the official HTML has, what stands in ours, and why.
struct Meant(&'static str, &'static str, #[expect(dead_code, reason = "for the reader")] &'static str);

const NAME_IS_ID: &str = "the id of a field is its name, so that nobody has to keep the two in step";

fn official(component: &str, name: &str, description: Option<&str>) -> String {
    let path = format!("{}/src/ui/fixtures/{component}.json", env!("CARGO_MANIFEST_DIR"));
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let case = file["fixtures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["name"] == name && case.get("description").and_then(|it| it.as_str()) == description);
    let case = case.unwrap_or_else(|| panic!("{component} has no case {name} {description:?}"));
    case["html"].as_str().unwrap().to_owned()
}

fn rendered(form: FormState, view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(form);
        view().to_html()
    })
}

/// One line per element and per text, with attributes and classes in order.
fn outline(html: &str) -> String {
    fn walk(node: ego_tree_ref::NodeRef<'_>, depth: usize, out: &mut Vec<String>) {
        let indent = "  ".repeat(depth);
        let mut text = String::new();
        let flush = |text: &mut String, out: &mut Vec<String>| {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                out.push(format!("{indent}\"{words}\""));
            }
            text.clear();
        };
        for child in node.children() {
            match child.value() {
                Node::Text(each) => text.push_str(each),
                Node::Element(element) => {
                    flush(&mut text, out);
                    let mut attributes: Vec<String> = element
                        .attrs()
                        .map(|(name, value)| {
                            let mut words: Vec<&str> = value.split_whitespace().collect();
                            if name == "class" {
                                words.sort_unstable();
                            }
                            format!(" {name}={:?}", words.join(" "))
                        })
                        .collect();
                    attributes.sort();
                    out.push(format!("{indent}<{}{}>", element.name(), attributes.concat()));
                    walk(child, depth + 1, out);
                }
                Node::Document
                | Node::Fragment
                | Node::Doctype(_)
                | Node::Comment(_)
                | Node::ProcessingInstruction(_) => {}
            }
        }
        flush(&mut text, out);
    }
    let mut out = Vec::new();
    walk(*Html::parse_fragment(html).root_element(), 0, &mut out);
    out.join("\n")
}

mod ego_tree_ref {
    //! The node type of `scraper`, whose crate is not ours to name.
    pub(super) type NodeRef<'a> = <scraper::ElementRef<'a> as std::ops::Deref>::Target;
}

#[track_caller]
fn same(case: (&str, &str), meant: &[Meant], form: FormState, view: impl FnOnce() -> AnyView) {
    same_described(case, None, meant, form, view);
}

#[track_caller]
fn same_described(
    (component, name): (&str, &str),
    description: Option<&str>,
    meant: &[Meant],
    form: FormState,
    view: impl FnOnce() -> AnyView,
) {
    let ours = rendered(form, view);
    let mut theirs = official(component, name, description);
    for Meant(from, to, _) in meant {
        assert!(theirs.contains(from), "a difference of {component} / {name} is no longer there: {from}");
        theirs = theirs.replace(from, to);
    }
    let (ours, theirs) = (outline(&ours), outline(&theirs));
    assert!(ours == theirs, "{component} / {name}\n--- official\n{theirs}\n--- ours\n{ours}");
}

fn blank() -> FormState {
    FormState::default()
}

fn faulty(field: &str, message: &str) -> FormState {
    FormState {
        answers: Answers::default(),
        faults: vec![Fault { field: field.to_owned(), message: message.to_owned() }],
        ..FormState::default()
    }
}

fn typed(fields: &[(&str, &str)]) -> FormState {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    FormState { answers: Answers::new(fields), faults: Vec::new(), ..FormState::default() }
}

fn contact() -> Vec<Choice> {
    vec![Choice::new("email", "Email"), Choice::new("phone", "Phone"), Choice::new("text", "Text message")]
}

/// The same, each asking further; what it asks is put in from outside, as the official HTML has it.
fn contact_asking_further() -> Vec<Choice> {
    let further = |id: &'static str, label: &'static str, kind: InputKind, spellcheck: bool| {
        view! {
            <div class="nhsuk-form-group">
                <label class="nhsuk-label" for=id>
                    {label}
                </label>
                <input
                    class="nhsuk-input nhsuk-u-width-two-thirds"
                    id=id
                    name=id
                    type=if kind == InputKind::Tel { "tel" } else { "text" }
                    spellcheck=(!spellcheck).then_some("false")
                />
            </div>
        }
        .into_any()
    };
    vec![
        Choice::new("email", "Email").reveals(further("contact-by-email", "Email address", InputKind::Text, false)),
        Choice::new("phone", "Phone").reveals(further("contact-by-phone", "Phone number", InputKind::Tel, true)),
        Choice::new("text", "Text message").reveals(further(
            "contact-by-text",
            "Mobile phone number",
            InputKind::Tel,
            true,
        )),
    ]
}

const ASK_CONTACT: &str = "How do you want to be contacted about this?";
const PERSONAL_HINT: &str = "Do not include personal information like your name, date of birth or NHS number";

#[test]
fn text_fields_are_the_official_ones() {
    same(("input", "default"), &[], blank(), || {
        view! { <TextField name="example" label="What is your full name?" heading=true/> }.into_any()
    });
    let rich = Meant(r#"<span class="nhsuk-u-nowrap">999 123 4567</span>"#, "999 123 4567", "our hints are plain text");
    let code = Meant(" nhsuk-input--code", "", "no field of ours is shown in a code font");
    let hint = "This is a 10 digit number (like 999 123 4567) that you can find on an NHS letter, \
                prescription or in the NHS App";
    same(
        ("input", "with hint"),
        &[
            Meant(r#"<span class="nhsuk-u-nowrap">999 123 4567</span>"#, "999 123 4567", "our hints are plain text"),
            Meant(" nhsuk-input--code", "", "no field of ours is shown in a code font"),
            Meant(r#"name="example""#, r#"name="with-hint""#, NAME_IS_ID),
        ],
        blank(),
        || {
            view! {
                <TextField
                    name="with-hint"
                    label="What is your NHS number?"
                    hint=hint
                    kind=InputKind::Numeric
                    width=10
                    spellcheck=false
                    heading=true
                />
            }
            .into_any()
        },
    );
    same(
        ("input", "with error message and hint, without heading"),
        &[rich, code, Meant(r#"name="example""#, r#"name="with-hint-error""#, NAME_IS_ID)],
        faulty("with-hint-error", "Enter NHS number"),
        || {
            view! {
                <TextField
                    name="with-hint-error"
                    label="What is your NHS number?"
                    hint=hint
                    kind=InputKind::Numeric
                    width=10
                    spellcheck=false
                />
            }
            .into_any()
        },
    );
    same(
        ("input", "example phone number"),
        &[Meant(" nhsuk-u-width-two-thirds", "", "width in characters only")],
        blank(),
        || view! { <TextField name="contact-by-phone" label="Phone number" kind=InputKind::Tel/> }.into_any(),
    );
    same(
        ("input", "with autocomplete attribute"),
        &[
            Meant(r#"name="example""#, r#"name="with-autocomplete-attribute""#, NAME_IS_ID),
            Meant("nhsuk-label\"", "nhsuk-label nhsuk-label--l\"", "a label that is the page's heading is large"),
        ],
        blank(),
        || {
            view! {
                <TextField
                    name="with-autocomplete-attribute"
                    label="Enter a full postcode in England"
                    hint="For example, LS1 1AB"
                    autocomplete="postal-code"
                    heading=true
                />
            }
            .into_any()
        },
    );
}

#[test]
fn text_fields_of_every_width_are_the_official_ones() {
    for width in [2_u8, 3, 4, 5, 10, 20, 30] {
        let ours = outline(&rendered(blank(), || view! { <TextField name="x" label="x" width=width/> }.into_any()));
        let theirs = outline(&official("input", "width", Some(&format!("with {width} character"))));
        let class = format!("nhsuk-input nhsuk-input--width-{width}");
        assert!(ours.contains(&class) && theirs.contains(&class), "{ours}\n{theirs}");
    }
}

#[test]
fn text_areas_are_the_official_ones() {
    same(("textarea", "default"), &[], blank(), || {
        view! { <TextArea name="example" label="Can you provide more detail?" hint=PERSONAL_HINT heading=true/> }
            .into_any()
    });
    same(
        ("textarea", "without heading"),
        &[Meant(r#"name="example""#, r#"name="without-heading""#, NAME_IS_ID)],
        blank(),
        || {
            view! { <TextArea name="without-heading" label="Can you provide more detail?" hint=PERSONAL_HINT/> }
                .into_any()
        },
    );
    same(
        ("textarea", "with error message and hint"),
        &[Meant(r#"name="example""#, r#"name="with-hint-error""#, NAME_IS_ID)],
        faulty("with-hint-error", "You must provide an explanation"),
        || {
            view! {
                <TextArea name="with-hint-error" label="Can you provide more detail?" hint=PERSONAL_HINT heading=true/>
            }
            .into_any()
        },
    );
}

const DATE_NAMES: [Meant; 6] = [
    Meant(r#"name="day""#, r#"name="example_day""#, NAME_IS_ID),
    Meant(r#"name="month""#, r#"name="example_month""#, NAME_IS_ID),
    Meant(r#"name="year""#, r#"name="example_year""#, NAME_IS_ID),
    Meant("example-day", "example_day", NAME_IS_ID),
    Meant("example-month", "example_month", NAME_IS_ID),
    Meant("example-year", "example_year", NAME_IS_ID),
];

#[test]
fn dates_are_the_official_ones() {
    let ask = || {
        view! {
            <DateField name="example" legend="What is your date of birth?" hint="For example, 31 3 1980" heading=true/>
        }
        .into_any()
    };
    same(("date-input", "default"), &DATE_NAMES, blank(), ask);
    let form = typed(&[("example_day", "5"), ("example_month", "8"), ("example_year", "2024")]);
    same(("date-input", "with values"), &DATE_NAMES, form, ask);
    let form = faulty("example", "Enter your date of birth");
    same(("date-input", "with error message and hint"), &DATE_NAMES, form, ask);
    same(("date-input", "without heading"), &DATE_NAMES, blank(), || {
        view! { <DateField name="example" legend="What is your date of birth?" hint=""/> }.into_any()
    });
}

#[test]
fn radios_are_the_official_ones() {
    same(("radios", "default"), &[], blank(), || {
        view! { <Radios name="example" legend=ASK_CONTACT choices=contact() heading=true/> }.into_any()
    });
    let smaller = Meant("legend--m", "legend--l", "a legend that is the page's heading is large");
    same_described(("radios", "default"), Some("small"), &[smaller], blank(), || {
        view! { <Radios name="example" legend=ASK_CONTACT choices=contact() heading=true small=true/> }.into_any()
    });
    same(
        ("radios", "without heading"),
        &[Meant(r#"name="example""#, r#"name="without-heading""#, NAME_IS_ID)],
        blank(),
        || view! { <Radios name="without-heading" legend=ASK_CONTACT choices=contact()/> }.into_any(),
    );
    same(
        ("radios", "with error message and hint"),
        &[Meant(r#"name="example""#, r#"name="with-hint-error""#, NAME_IS_ID)],
        faulty("with-hint-error", "Select how you want to be contacted"),
        || {
            view! {
                <Radios name="with-hint-error" legend=ASK_CONTACT hint="Select 1 option" choices=contact() heading=true/>
            }
            .into_any()
        },
    );
    same(
        ("radios", "with hints on items"),
        &[Meant(r#"name="example""#, r#"name="with-hint-item""#, NAME_IS_ID)],
        blank(),
        || {
            let choices = vec![
                Choice::new("mobile", "Yes, I have a mobile phone with signal")
                    .hint("We will text you a 6 digit security code"),
                Choice::new("landline", "No, I want to use my landline")
                    .hint("We will call you to give you a 6 digit security code"),
            ];
            view! {
                <Radios
                    name="with-hint-item"
                    legend="Do you have a mobile phone with signal?"
                    choices=choices
                    heading=true
                />
            }
            .into_any()
        },
    );
}

#[test]
fn radios_with_a_divider_or_side_by_side_are_the_official_ones() {
    same(
        ("radios", "with divider"),
        &[
            Meant(r#"name="example""#, r#"name="with-divider""#, NAME_IS_ID),
            Meant(r#"<span class="nhsuk-u-nowrap">999 123 4567</span>"#, "999 123 4567", "our hints are plain text"),
        ],
        blank(),
        || {
            let choices = vec![
                Choice::new("yes", "Yes, I know my NHS number"),
                Choice::new("no", "No, I do not know my NHS number"),
                Choice::new("not sure", "I'm not sure").divider(),
            ];
            let hint = "This is a 10 digit number (like 999 123 4567) that you can find on an NHS letter, \
                        prescription or in the NHS App";
            view! {
                <Radios
                    name="with-divider"
                    legend="Do you know your NHS number?"
                    hint=hint
                    choices=choices
                    heading=true
                />
            }
            .into_any()
        },
    );
    let inline = rendered(blank(), || view! { <Radios name="x" legend="x" choices=contact() inline=true/> }.into_any());
    assert!(official("radios", "inline", None).contains("nhsuk-radios nhsuk-radios--inline"));
    assert!(inline.contains("nhsuk-radios nhsuk-radios--inline"), "{inline}");
}

#[test]
fn what_a_choice_reveals_is_as_official() {
    let named = || [Meant(r#"name="example""#, r#"name="conditional""#, NAME_IS_ID)];
    let ask = || {
        view! {
            <Radios
                name="conditional"
                legend=ASK_CONTACT
                hint="Select 1 option"
                choices=contact_asking_further()
                heading=true
            />
        }
        .into_any()
    };
    same(("radios", "with conditional content"), &named(), blank(), ask);
    same(("radios", "with pre-checked value"), &named(), typed(&[("conditional", "email")]), ask);
    same(
        ("checkboxes", "with pre-checked values"),
        &[Meant(r#"name="contact""#, r#"name="conditional""#, NAME_IS_ID)],
        typed(&[("conditional", "email"), ("conditional", "text")]),
        || {
            view! {
                <Checkboxes
                    name="conditional"
                    legend=ASK_CONTACT
                    hint="Select all options that are relevant to you"
                    choices=contact_asking_further()
                    heading=true
                />
            }
            .into_any()
        },
    );
}

#[test]
fn checkboxes_are_the_official_ones() {
    let hint = "Select all options that are relevant to you";
    same(("checkboxes", "default"), &[], blank(), || {
        view! { <Checkboxes name="example" legend=ASK_CONTACT hint=hint choices=contact() heading=true/> }.into_any()
    });
    let larger = Meant("legend--m", "legend--l", "a legend that is the page's heading is large");
    same_described(("checkboxes", "default"), Some("small"), &[larger], blank(), || {
        view! { <Checkboxes name="example" legend=ASK_CONTACT hint=hint choices=contact() heading=true small=true/> }
            .into_any()
    });
    same(
        ("checkboxes", "with error message and hint"),
        &[
            Meant(r#"name="example""#, r#"name="with-hint-error""#, NAME_IS_ID),
            Meant(r#"value="text message""#, r#"value="text""#, "the same choices in every case here"),
        ],
        faulty("with-hint-error", "Select how you want to be contacted"),
        || {
            view! { <Checkboxes name="with-hint-error" legend=ASK_CONTACT hint=hint choices=contact() heading=true/> }
                .into_any()
        },
    );
    same(
        ("checkboxes", "with hints on items"),
        &[Meant(r#"name="example""#, r#"name="with-hint-item""#, NAME_IS_ID)],
        blank(),
        || {
            let choices = vec![
                Choice::new("alzheimers", "Alzheimer's disease or dementia"),
                Choice::new("asthma", "Asthma"),
                Choice::new("cancer", "Cancer"),
                Choice::new("diabetes", "Diabetes").hint("including type 1, type 2, and gestational diabetes"),
            ];
            view! {
                <Checkboxes
                    name="with-hint-item"
                    legend="What medical conditions do you have?"
                    hint="Select 1 or more"
                    choices=choices
                    heading=true
                />
            }
            .into_any()
        },
    );
}

#[test]
fn selects_are_the_official_ones() {
    const CHOOSE: &str = "nothing is chosen until somebody chooses";
    let sorting = || {
        vec![
            Choice::new("published", "Recently published"),
            Choice::new("updated", "Recently updated"),
            Choice::new("views", "Most views"),
            Choice::new("comments", "Most comments"),
        ]
    };
    let first = r#"<option value="published">"#;
    let with_choose = r#"<option value="">Choose</option><option value="published">"#;
    same(
        ("select", "without heading"),
        &[Meant(r#"name="example""#, r#"name="without-heading""#, NAME_IS_ID), Meant(first, with_choose, CHOOSE)],
        blank(),
        || view! { <Select name="without-heading" label="Sort by" choices=sorting()/> }.into_any(),
    );
    same(
        ("select", "with selected value"),
        &[
            Meant(r#"name="example""#, r#"name="with-value""#, NAME_IS_ID),
            Meant(first, with_choose, CHOOSE),
            Meant(r#"<h1 class="nhsuk-label-wrapper">"#, "", "a select is never the only thing on a page"),
            Meant("</h1>", "", "a select is never the only thing on a page"),
            Meant(" nhsuk-label--l", "", "a select is never the only thing on a page"),
        ],
        typed(&[("with-value", "updated")]),
        || view! { <Select name="with-value" label="Sort by" choices=sorting()/> }.into_any(),
    );
    same(
        ("select", "with error message and hint, without heading"),
        &[
            Meant(r#"name="example""#, r#"name="with-hint-error""#, NAME_IS_ID),
            Meant(r#"<option value="choose">Choose location</option>"#, r#"<option value="">Choose</option>"#, CHOOSE),
        ],
        faulty("with-hint-error", "Select a location"),
        || {
            let regions = [
                ("eastmidlands", "East Midlands"),
                ("eastofengland", "East of England"),
                ("london", "London"),
                ("northeast", "North East"),
                ("northwest", "North West"),
                ("southeast", "South East"),
                ("southwest", "South West"),
                ("westmidlands", "West Midlands"),
                ("yorkshire", "Yorkshire and the Humber"),
            ];
            let choices = regions.into_iter().map(|(value, label)| Choice::new(value, label)).collect();
            view! {
                <Select
                    name="with-hint-error"
                    label="Choose location"
                    hint="This can be different to where you went before"
                    choices=choices
                />
            }
            .into_any()
        },
    );
}

#[test]
fn file_fields_are_the_official_ones() {
    same(("file-upload", "without heading"), &[], blank(), || {
        view! { <FileField name="file-upload" label="Upload a file"/> }.into_any()
    });
    same(
        ("file-upload", "with error message and hint, without heading"),
        &[],
        faulty("file-upload", "The selected file must be a JPG, BMP or TIF"),
        || {
            let hint = "Your photo may be in your Pictures, Photos, Downloads or Desktop folder";
            view! { <FileField name="file-upload" label="Upload a file" hint=hint/> }.into_any()
        },
    );
}

#[test]
fn the_error_summary_is_the_official_one() {
    let focus = || {
        Meant(
            r#"data-module="nhsuk-error-summary""#,
            r#"data-module="nhsuk-error-summary" tabindex="-1""#,
            "the official script adds it",
        )
    };
    let summary = || view! { <ErrorSummary/> }.into_any();
    let two = FormState {
        answers: Answers::default(),
        faults: vec![
            Fault { field: "example-first-name".into(), message: "Enter your first name".into() },
            Fault { field: "example-last-name".into(), message: "Enter your last name".into() },
        ],
        ..FormState::default()
    };
    same(("error-summary", "with multiple errors"), &[focus()], two, summary);
    let none = faulty("", "Invalid username or password");
    same(("error-summary", "without error link"), &[focus()], none, summary);
    let mut date = faulty("example", "Date of birth must be in the past");
    date.answers = Answers::default().with("example_day", "");
    same(("error-summary", "default"), &[focus(), Meant("#example-day", "#example_day", NAME_IS_ID)], date, summary);
    assert_eq!(outline(&rendered(blank(), summary)), "");
}

#[test]
fn buttons_are_the_official_ones() {
    let twice = || {
        Meant(
            r#"data-module="nhsuk-button""#,
            r#"data-module="nhsuk-button" data-prevent-double-click="true""#,
            "every form is sent once",
        )
    };
    same(("button", "default"), &[twice()], blank(), || view! { <Button>"Save and continue"</Button> }.into_any());
    same(("button", "with double click prevented"), &[], blank(), || {
        view! { <Button>"Save and continue"</Button> }.into_any()
    });
    same(("button", "secondary"), &[twice()], blank(), || {
        view! { <Button kind=ButtonKind::Secondary>"Find my location"</Button> }.into_any()
    });
    same(("button", "warning"), &[twice()], blank(), || {
        view! { <Button kind=ButtonKind::Warning>"Yes, delete this vaccine"</Button> }.into_any()
    });
    same(("button", "reverse"), &[twice()], blank(), || {
        view! { <Button kind=ButtonKind::Reverse>"Log out"</Button> }.into_any()
    });
    same(("button", "as a link"), &[], blank(), || {
        view! { <ButtonLink href="#">"Link button"</ButtonLink> }.into_any()
    });
}

#[test]
fn links_about_the_page_are_the_official_ones() {
    same(("back-link", "default"), &[], blank(), || view! { <BackLink href="#"/> }.into_any());
    same(("skip-link", "default"), &[], blank(), || view! { <SkipLink/> }.into_any());
    same(("action-link", "default"), &[], blank(), || {
        view! { <ActionLink href="#/find" text="Find your nearest A&E"/> }.into_any()
    });
    same(("breadcrumb", "default"), &[], blank(), || {
        view! { <Breadcrumbs items=vec![("Home", "#"), ("NHS services", "#"), ("Hospitals", "#")]/> }.into_any()
    });
    let next = Some(("Symptoms", "#/section/symptoms"));
    same(("pagination", "default"), &[], blank(), || {
        view! { <Pagination previous=("Treatments", "#/section/treatments") next=next/> }.into_any()
    });
    same(("pagination", "with only next"), &[], blank(), || view! { <Pagination next=next/> }.into_any());
}

#[test]
fn tags_of_every_colour_are_the_official_ones() {
    for (description, colour, text) in [
        ("white", TagColour::White, "In progress"),
        ("grey", TagColour::Grey, "Inactive"),
        ("green", TagColour::Green, "New"),
        ("aqua-green", TagColour::AquaGreen, "Active"),
        ("blue", TagColour::Blue, "Pending"),
        ("purple", TagColour::Purple, "Received"),
        ("pink", TagColour::Pink, "Sent"),
        ("red", TagColour::Red, "Rejected"),
        ("orange", TagColour::Orange, "Declined"),
        ("yellow", TagColour::Yellow, "Delayed"),
    ] {
        same_described(("tag", "default"), Some(description), &[], blank(), || {
            view! { <Tag colour=colour text=text/> }.into_any()
        });
    }
}

#[test]
fn summary_lists_are_the_official_ones() {
    let address = || view! { "73 Roman Rd" <br/> "Leeds" <br/> "LS2 5ZN" }.into_any();
    let details = || view! { <p>"07700 900362"</p> <p>"karen.francis@example.com"</p> }.into_any();
    let rows = || {
        vec![
            SummaryRow::new("Name", "Karen Francis"),
            SummaryRow::new("Date of birth", "15 March 1984".to_owned()),
            SummaryRow::new("Contact information", address()),
            SummaryRow::new("Contact details", details()),
        ]
    };
    same(("summary-list", "default"), &[], blank(), || view! { <SummaryList rows=rows()/> }.into_any());
    let names = ["name", "date of birth", "contact information", "contact details"];
    same(("summary-list", "with actions"), &[], blank(), || {
        let rows = rows().into_iter().zip(names).map(|(row, what)| row.change("#/change", what)).collect();
        view! { <SummaryList rows=rows/> }.into_any()
    });
    assert!(
        official("summary-list", "with multiple actions", None).contains("row nhsuk-summary-list__row--no-actions")
    );
    let mixed = rendered(blank(), || {
        let rows = vec![
            SummaryRow::new("Name", view! { <b>"Karen"</b> }),
            SummaryRow::new("Phone", "").change("#", "phone"),
            SummaryRow::new("Post", None::<String>),
        ];
        view! { <SummaryList rows=rows/> }.into_any()
    });
    assert_eq!(mixed.matches("nhsuk-summary-list__row--no-actions").count(), 2, "{mixed}");
    assert_eq!(mixed.matches("Not provided").count(), 2, "{mixed}");
}

#[test]
fn tables_are_the_official_ones() {
    same_described(("tables", "default"), Some("responsive"), &[], blank(), || {
        let rows = [
            ["Blisters on lips or around the mouth", "Cold sores"],
            ["Itchy, dry, cracked, sore", "Eczema"],
            ["Itchy blisters", "Shingles, chickenpox"],
        ];
        let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
        view! {
            <DataTable
                caption="Impetigo can look similar to other skin conditions"
                head=vec!["Skin symptoms", "Possible cause"]
                rows=rows
                first_is_header=true
            />
        }
        .into_any()
    });
}

#[test]
fn cards_are_the_official_ones() {
    same(("card", "default"), &[], blank(), || {
        view! {
            <Card heading="If you need help now, but it's not an emergency">
                <p class="nhsuk-card__description">
                    "Go to " <a href="#">"NHS 111 online"</a> " or " <a href="#">"call 111"</a> "."
                </p>
            </Card>
        }
        .into_any()
    });
    let text = "A quick guide for people who have care and support needs and their carers";
    same(("card", "clickable"), &[], blank(), || {
        view! {
            <Card heading="Introduction to care and support" href="#">
                <p class="nhsuk-card__description">{text}</p>
            </Card>
        }
        .into_any()
    });
    same(("card", "basic without heading"), &[], blank(), || {
        view! {
            <Card>
                <p class="nhsuk-card__description">{text}</p>
            </Card>
        }
        .into_any()
    });
    let third = rendered(blank(), || view! { <Card heading="x" level=3/> }.into_any());
    assert!(official("card", "basic with custom HTML", None).contains(r#"<h3 class="nhsuk-card__heading">"#));
    assert!(third.contains(r#"<h3 class="nhsuk-card__heading">"#), "{third}");
}

#[test]
fn insets_details_and_callouts_are_the_official_ones() {
    same(("inset-text", "default"), &[], blank(), || {
        view! {
            <InsetText>
                <p>"You can report any suspected side effect using the Yellow Card safety scheme"</p>
            </InsetText>
        }
        .into_any()
    });
    same(("details", "default"), &[], blank(), || {
        view! {
            <Details summary="How to find your NHS number">
                "You can find your NHS number by logging in to the NHS App or on any document the NHS has sent you."
            </Details>
        }
        .into_any()
    });
    same(("details", "expander"), &[], blank(), || {
        view! { <Expander summary="Opening times">"We are open 9am to 6pm, Monday to Saturday."</Expander> }.into_any()
    });
    same(("warning-callout", "default"), &[], blank(), || {
        view! {
            <WarningCallout heading="Important" in_section=true>
                <p class="nhsuk-card__description">
                    "For safety, tell your doctor or pharmacist if you're taking any other medicines, including herbal medicines, vitamins or supplements."
                </p>
            </WarningCallout>
        }
        .into_any()
    });
    same(("warning-callout", "with custom heading"), &[], blank(), || {
        view! {
            <WarningCallout heading="School, nursery or work" in_section=true>
                <p class="nhsuk-card__description">
                    "Stay away from school, nursery or work until all the spots have crusted over. This is usually 5 days after the spots first appeared."
                </p>
            </WarningCallout>
        }
        .into_any()
    });
}

#[test]
fn banners_and_panels_are_the_official_ones() {
    same(("notification-banner", "default"), &[], blank(), || {
        view! { <Banner heading="The patient record was updated."/> }.into_any()
    });
    same(("notification-banner", "with success variant"), &[], blank(), || {
        view! { <Banner kind=BannerKind::Success heading="Email sent to example@email.com"/> }.into_any()
    });
    same(("notification-banner", "with HTML"), &[], blank(), || {
        view! {
            <Banner heading="The patient record was updated">
                <p class="nhsuk-body">
                    "Contact " <a class="nhsuk-notification-banner__link" href="#">"example@nhs.uk"</a>
                    " if you think there's a problem."
                </p>
            </Banner>
        }
        .into_any()
    });
    same(("panel", "default"), &[], blank(), || {
        view! { <Panel title="Booking complete">"We have sent you a confirmation email"</Panel> }.into_any()
    });
}

#[test]
fn lists_of_what_to_do_are_the_official_ones() {
    same(("do-dont-list", "default"), &[], blank(), || {
        let items = vec![
            "cover blisters with a soft plaster or padded dressing",
            "wash your hands before touching a burst blister",
            "allow the fluid in a burst blister to drain before covering it with a plaster or dressing",
        ];
        view! { <DoDontList do_list=true items=items/> }.into_any()
    });
    same(("do-dont-list", "(don't)"), &[], blank(), || {
        let items = vec![
            "burst a blister yourself",
            "peel the skin off a burst blister",
            "pick at the edges of the remaining skin",
            "wear the shoes or use the equipment that caused your blister until it heals",
        ];
        view! { <DoDontList do_list=false items=items/> }.into_any()
    });
    same(("task-list", "default"), &[], blank(), || {
        let items = vec![
            TaskItem::new("Exercise", "#/task/exercise", TaskStatus::Completed),
            TaskItem::new("Personal health", "#/task/personal-health", TaskStatus::Completed),
            TaskItem::new("Family health history", "#/task/family-health-history", TaskStatus::Incomplete)
                .hint("Details of your parents, brothers and sisters"),
            TaskItem::new("Smoking history", "#/task/smoking-history", TaskStatus::Incomplete),
            TaskItem::new("Blood test", "", TaskStatus::CannotStart),
        ];
        view! { <TaskList items=items id="your-health"/> }.into_any()
    });
}

/// Cuts out of the official HTML from `from` up to and with `to`.
fn without(mut html: String, from: &str, to: &str) -> String {
    while let Some(start) = html.find(from) {
        let end = start + html[start..].find(to).expect("the end of what is cut out") + to.len();
        html.replace_range(start..end, "");
    }
    html
}

#[test]
fn the_header_is_the_official_one_without_the_logo_and_its_script() {
    let compare = |case: &str, replace: &[(&str, &str)], ours: AnyView| {
        let theirs = official("header", case, Some("blue"));
        // The logo is for NHS-owned services; the "More" menu is the script's; searching is a page of ours.
        let theirs = without(theirs, r#"<a class="nhsuk-header__service-logo""#, "</a>");
        let theirs = without(theirs, r#"<li class="nhsuk-header__menu""#, "</li>");
        let mut theirs = without(theirs, "<search", "</search>");
        for (from, to) in replace {
            assert!(theirs.contains(from), "{from} in {theirs}");
            theirs = theirs.replace(from, to);
        }
        assert_eq!(outline(&ours.to_html()), outline(&theirs), "{case}");
    };
    let owner = Owner::new();
    owner.with(|| {
        compare(
            "with service name (linked)",
            &[],
            view! { <Header service_name="Find your NHS number" service_href="#"/> }.into_any(),
        );
        let service =
            r##"<div class="nhsuk-header__service"><a class="nhsuk-header__service-name" href="#">Register</a>"##;
        let pages = vec![
            ("Health A to Z", "#", false),
            ("Live Well", "#", false),
            ("Mental health", "#", false),
            ("Care and support", "#", false),
            ("Pregnancy", "#", true),
            ("NHS services", "#", false),
        ];
        compare(
            "with navigation",
            &[
                (r#"<div class="nhsuk-header__service">"#, service),
                (r#"aria-current="true""#, r#"aria-current="page""#),
            ],
            view! { <Header service_name="Register" service_href="#" navigation=pages/> }.into_any(),
        );
        let pages = vec![
            ("Home", "#", false),
            ("Patient list", "#", false),
            ("Advanced search", "#", false),
            ("Help guides", "#", false),
        ];
        let account = view! {
            <AccountName text="Florence Nightingale"/>
            <AccountAction action="#" text="Log out"/>
        };
        compare(
            "with service name, search, account, navigation",
            &[(r#"<div class="nhsuk-header__service">"#, service)],
            view! {
                <Header service_name="Register" service_href="#" navigation=pages account=Some(account.into_any())/>
            }
            .into_any(),
        );
    });
}

#[test]
fn the_footer_is_the_official_one() {
    let copyright = Meant(r#"<p class="nhsuk-body-s">© NHS England</p>"#, "", "the service is not NHS England's");
    same(("footer", "default"), &[copyright], blank(), || {
        let links = vec![
            ("Accessibility statement", "#"),
            ("Contact us", "#"),
            ("Cookies", "#"),
            ("Privacy policy", "#"),
            ("Terms and conditions", "#"),
        ];
        view! { <Footer links=links/> }.into_any()
    });
}

const PAYLOAD: &str = "\"></textarea></div><script>alert(1)</script><img src=x onerror=alert(2)>";

#[test]
fn no_text_that_somebody_typed_becomes_markup() {
    type Page = fn() -> AnyView;
    let form = || FormState {
        answers: Answers::default().with("field", PAYLOAD).with("field_day", PAYLOAD),
        faults: vec![Fault { field: "field".into(), message: PAYLOAD.into() }],
        ..FormState::default()
    };
    let pages: Vec<(&str, Page)> = vec![
        ("text area", || view! { <TextArea name="field" label=PAYLOAD hint=PAYLOAD/> }.into_any()),
        ("text field", || view! { <TextField name="field" label=PAYLOAD hint=PAYLOAD/> }.into_any()),
        ("date", || view! { <DateField name="field" legend=PAYLOAD hint=PAYLOAD/> }.into_any()),
        ("radios", || {
            let choices = vec![Choice::new(PAYLOAD, PAYLOAD).hint(PAYLOAD).reveals(PAYLOAD.into_any())];
            view! { <Radios name="field" legend=PAYLOAD hint=PAYLOAD choices=choices/> }.into_any()
        }),
        ("select", || {
            view! { <Select name="field" label=PAYLOAD choices=vec![Choice::new(PAYLOAD, PAYLOAD)]/> }.into_any()
        }),
        ("hidden", || view! { <Hidden name="field"/> }.into_any()),
        ("error summary", || view! { <ErrorSummary/> }.into_any()),
        ("summary list", || {
            view! { <SummaryList rows=vec![SummaryRow::new(PAYLOAD, PAYLOAD).change(PAYLOAD, PAYLOAD)]/> }.into_any()
        }),
        ("table", || {
            view! { <DataTable caption=PAYLOAD head=vec![PAYLOAD] rows=vec![vec![cell(PAYLOAD)]]/> }.into_any()
        }),
        ("card", || view! { <Card heading=PAYLOAD href=PAYLOAD/> }.into_any()),
        ("banner", || view! { <Banner heading=PAYLOAD/> }.into_any()),
        ("header", || {
            view! { <Header service_name=PAYLOAD service_href="/" navigation=vec![(PAYLOAD, "/", true)]/> }.into_any()
        }),
    ];
    for (what, page) in pages {
        let html = rendered(form(), page);
        let outline = outline(&html);
        let bad = outline.lines().find(|line| {
            let line = line.trim_start();
            line.starts_with("<script") || line.starts_with("<img")
        });
        assert!(bad.is_none(), "{what}: {html}");
    }
}

#[test]
fn a_text_area_gives_back_exactly_what_was_typed() {
    for text in [PAYLOAD, "\nthe first line is empty", "5 < 6 & 7 > 2", "two\n\nparagraphs ", ""] {
        let html = rendered(typed(&[("note", text)]), || view! { <TextArea name="note" label="Note"/> }.into_any());
        let page = Html::parse_fragment(&html);
        let area = page.select(&scraper::Selector::parse("textarea").unwrap()).next().unwrap();
        assert_eq!(area.text().collect::<String>(), text);
    }
}

#[test]
fn a_faulty_form_shows_again_what_was_typed_but_never_a_password() {
    let form = FormState {
        answers: Answers::default()
            .with("given_name", "Ada")
            .with("born_day", "31")
            .with("born_month", "2")
            .with("born_year", "1990")
            .with("agency", "police")
            .with("password", "correct horse"),
        faults: vec![Fault { field: "born".into(), message: "Date of birth must be a real date".into() }],
        ..FormState::default()
    };
    let html = rendered(form, || {
        view! {
            <ErrorSummary/>
            <TextField name="given_name" label="First name"/>
            <DateField name="born" legend="Date of birth"/>
            <Select name="agency" label="Agency" choices=vec![Choice::new("police", "Police")]/>
            <TextField name="password" label="Password" kind=InputKind::Password/>
        }
        .into_any()
    });
    for shown in [r#"value="Ada""#, r#"value="31""#, r#"value="2""#, r#"value="1990""#, "selected", "#born_day"] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert!(!html.contains("correct horse"), "{html}");
}

#[test]
fn only_one_component_writes_a_textarea() {
    fn sources(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|path| !path.ends_with("ui/fields.rs") && !path.ends_with("ui/fixtures.rs"));
    found.retain(|path| std::fs::read_to_string(path).unwrap().contains("<textarea"));
    assert!(found.is_empty(), "Leptos does not escape a textarea's text; use ui::TextArea in {found:?}");
}
