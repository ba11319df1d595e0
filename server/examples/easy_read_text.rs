//! Prints every text that comes with the product, and what we count in it, as JSON: for `cargo xtask reading`.

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&app::easy_read::reading::measured())?);
    Ok(())
}
