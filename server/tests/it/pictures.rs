//! Pictures of the organisation's own, before those that come with the product.

use std::{path::PathBuf, sync::Arc};

use app::{
    easy_read::{model as easy_read, pack::Pack},
    web::Site,
};

use crate::{
    both,
    support::{Browser, Page, World, site_over},
};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8\"/></svg>";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nown home";

/// A register like the world's, with a pack and a built site. Deleted with the test.
struct WithPack {
    world: World,
    folder: PathBuf,
    app: axum::Router,
}

impl Drop for WithPack {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl WithPack {
    fn new(world: World, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("dsr-pictures-{}", uuid::Uuid::now_v7().simple()));
        let write = |path: String, bytes: &[u8]| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        for (path, bytes) in files {
            write(format!("pack/{path}"), bytes);
        }
        for set in ["colour", "symbol"] {
            for key in ["home", "yes"] {
                write(format!("site/pictures/{set}/{key}.svg"), SVG.as_bytes());
            }
        }
        let pack = Pack::read(&folder.join("pack")).unwrap();
        let press = app::paper::press::Press::new(&folder.join("site"), &pack);
        let site = Arc::new(Site { pictures: pack, press, ..site_over(world.access.clone()) });
        let app = server::app(site, &folder.join("site"));
        Self { world, folder, app }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.app.clone())
    }

    async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.post("/sign-in", &[("email", name), ("password", app::demo::PASSWORD)]).await;
        assert_eq!(page.status, 303, "{name}");
        browser
    }
}

fn header<'a>(page: &'a Page, name: &str) -> &'a str {
    page.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

both!(a_picture_of_the_pack_stands_before_the_built_in_one_and_what_it_lacks_is_built_in, world, {
    let own = WithPack::new(world, &[("photo/home.png", PNG), ("symbol/home.svg", SVG.replace("h8", "h4").as_bytes())]);
    let mut browser = own.browser();

    let photo = browser.get("/pictures/colour/home.svg").await;
    assert_eq!((photo.status, header(&photo, "content-type")), (200, "image/png"));
    assert!(photo.html.contains("own home"));
    let symbol = browser.get("/pictures/symbol/home.svg").await;
    assert_eq!(header(&symbol, "content-type"), "image/svg+xml");
    assert!(symbol.html.contains("h4"));
    let missing = browser.get("/pictures/colour/yes.svg").await;
    assert_eq!((missing.status, missing.html.as_str()), (200, SVG), "the built-in one");
    let built_in = browser.get("/pictures/colour/home.svg?built-in").await;
    assert_eq!(built_in.html, SVG, "for looking at both beside each other");
    for path in
        ["/pictures/colour/unicorn.svg", "/pictures/photo/home.svg", "/pictures/colour/../../pack/photo/home.png"]
    {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
});

both!(no_picture_can_run_anything_whoever_drew_it, world, {
    let own = WithPack::new(world, &[("symbol/home.svg", SVG.as_bytes())]);
    let mut browser = own.browser();
    for path in ["/pictures/symbol/home.svg", "/pictures/symbol/yes.svg", "/pictures/colour/none.svg"] {
        let page = browser.get(path).await;
        let policy = header(&page, "content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{path}: {policy}");
        assert!(!policy.contains("script") && !policy.contains("allow"), "{path}: {policy}");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff", "{path}");
    }
});

both!(an_administrator_sees_what_the_pack_lacks_and_which_files_are_in_vain, world, {
    let own = WithPack::new(
        world,
        &[("colour/home.png", PNG), ("colour/house.png", PNG), ("symbol/yes.svg", b"<svg><script>x()</script></svg>")],
    );
    let mut admin = own.signed_in("admin@lda.example").await;
    let page = admin.get("/picture-pack").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.says("colour/house.png") && page.says("No picture has this name"));
    assert!(page.says("symbol/yes.svg") && page.says("holds a script"));
    let rows = page.all("table tr");
    let missing: Vec<&String> = rows.iter().filter(|row| row.contains("Missing")).collect();
    let named = |key: &str| missing.iter().filter(|row| row.split_whitespace().any(|word| word == key)).count();
    assert_eq!(named("private"), 2, "in colour and as a symbol: {missing:?}");
    let keys = easy_read::picture_keys().count();
    assert_eq!(missing.len(), 2 * keys - 1, "all but the one picture that the pack has");
    let shown = page.attributes("main img", "src");
    let home = "/pictures/colour/home.svg".to_owned();
    assert!(shown.contains(&home) && shown.contains(&format!("{home}?built-in")), "side by side");
    assert_eq!(own.world.count("select count(*) from audit_entry where act = 'see_pictures'").await, 1);

    let mut nurse = own.signed_in("nia@lda.example").await;
    let refused = nurse.get("/picture-pack").await;
    assert_eq!(refused.status, 403);
    assert!(!refused.says("house.png"));
    assert_eq!(own.browser().get("/picture-pack").await.status, 303, "whoever is not signed in is asked to");
});

both!(without_a_pack_the_page_says_how_to_have_one, world, {
    let mut admin = world.signed_in("admin@lda.example").await;
    let page = admin.get("/picture-pack").await;
    assert!(page.says("There is no picture pack") && page.says("DSR_PICTURE_PACK"));
    assert!(!page.says("Missing"));
});
