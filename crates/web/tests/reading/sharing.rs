//! One article for somebody who may not look at the others.

use veille_web::{Accounts, Config, Role};

use super::access::log_in;
use super::asking::{ask, ask_with, send};
use super::samples::{Sample, guarded, store};

#[tokio::test]
async fn a_shared_article_is_read_by_its_link_alone_until_that_is_revoked() {
    let (one, other) = (Sample::new(1), Sample::new(2));
    let store = store(&[one.clone(), other.clone()]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("edda", Role::Editor)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let server = guarded(&store, Config::default()).await;
    let (id, article) = (one.id().to_string(), format!("/article/{}", one.id()));
    let mut shared = String::new();
    for (name, status) in [("rita", 403), ("edda", 200)] {
        let cookie = log_in(&server, name).await;
        let looking = [("host", "127.0.0.1:8420"), ("cookie", &*cookie)];
        let page = ask_with(&server, &article, &looking).await.ok();
        assert_eq!(page.texts("#share").len(), usize::from(name == "edda"));
        let form = page.attributes("input[name=form]", "value").remove(0);
        let made =
            send(&server, "/share/add", &[("cookie", &cookie)], &[("form", &form), ("article", &id)]).await;
        assert_eq!(made.status, status, "{name}");
        if status == 200 {
            assert_eq!(made.attributes("footer a[hreflang]", "href"), Vec::<String>::new());
            assert!(made.texts(".notice .alone")[0].contains("colleague cannot open it"), "{}", made.body);
        }
        shared.extend(
            made.texts(".notice code").first().map(|it| it[it.find("/shared/").unwrap()..].to_owned()),
        );
        let nowhere = [("form", &*form), ("article", "nothing")];
        let nowhere = send(&server, "/share/add", &[("cookie", &cookie)], &nowhere).await;
        assert_eq!(nowhere.status, if name == "edda" { 404 } else { 403 });
    }
    // A stranger reads it, with its passages, and is led nowhere else here.
    let page = ask(&server, &shared).await.ok();
    assert_eq!(page.texts("h1"), ["La signature, jour 1"]);
    assert_eq!(page.texts(".text mark").len(), 2);
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    let here = page.attributes("main a", "href").into_iter().filter(|href| href.starts_with('/'));
    assert_eq!(here.collect::<Vec<_>>(), Vec::<String>::new());
    assert_eq!(ask(&server, &article).await.status, 303);
    for wrong in ["/shared/x", &format!("/shared/{}", "0".repeat(64)), "/shared/"] {
        assert_eq!(ask(&server, wrong).await.status, 404, "{wrong}");
    }
    // Stored is the digest alone, and the page of the article says where it is shared.
    let papers = format!("{:?}", store.papers(veille_sink::Paper::Share).await.unwrap());
    assert!(!papers.contains(&shared[8..]) && papers.contains("edda"));
    let cookie = log_in(&server, "edda").await;
    let page = ask_with(&server, &article, &[("host", "127.0.0.1:8420"), ("cookie", &cookie)]).await.ok();
    let (form, share) = (
        page.attributes("input[name=form]", "value").remove(0),
        page.attributes("#share input[name=id]", "value").remove(0),
    );
    let fields = [("form", &*form), ("id", &*share)];
    let revoked = send(&server, "/share/revoke", &[("cookie", &cookie)], &fields).await;
    assert_eq!((revoked.status, revoked.header("location")), (303, &*format!("{article}#share")));
    assert_eq!(ask(&server, &shared).await.status, 404);
    assert_eq!(send(&server, "/share/revoke", &[("cookie", &cookie)], &fields).await.status, 404);
}
