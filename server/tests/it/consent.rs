//! Asking, deciding, changing one's mind.

use crate::both;

both!(a_withdrawal_cuts_every_agency_off_at_once, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut others = Vec::new();
    for name in ["worker@asc.example", "psychologist@mht.example", "support@hav.example", "paramedic@amb.example"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&path).await.status, 200, "{name} sees the record beforehand");
        assert!(browser.post("/people/search", &[("q", "Zielinski")]).await.says("Tomasz Zielinski"));
        others.push((name, browser));
    }

    let page =
        nurse.post(&format!("{path}/withdraw"), &[("authority", "person"), ("words", "I do not want this")]).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Sharing has stopped"));
    assert!(page.says("Haven Supported Living"), "the agencies that lost sight are listed");

    for (name, browser) in &mut others {
        assert_eq!(browser.get(&path).await.status, 404, "{name} no longer sees the record");
        assert!(!browser.post("/people/search", &[("q", "Zielinski")]).await.says("Tomasz Zielinski"));
    }
    assert_eq!(nurse.get(&path).await.status, 200);
    assert!(nurse.get(&path).await.says("Closed and restricted"));
});
