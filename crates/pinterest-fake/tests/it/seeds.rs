//! What the fake starts with.

use std::path::PathBuf;

use pinterest_fake::Fake;
use serde_json::{Value, json};

use crate::api::Api;

/// A folder below the target folder of the build, made anew.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn files_of_a_folder_are_tables() {
    let folder = folder(
        "seeds",
        &[
            (
                "boards.json",
                r#"[{"id": "7", "name": "Oak", "privacy": "PUBLIC"}]"#,
            ),
            (
                "ad_accounts.yml",
                "- id: '549755885999'\n  name: Shop\n  country: US\n",
            ),
            (
                "campaigns.yaml",
                "- id: '1'\n  name: Summer\n- id: '2'\n  name: Winter\n",
            ),
            ("README.md", "Not a table."),
        ],
    );
    let api = Api::of(Fake::builder().with_seed_folder(folder)).await;
    assert_eq!(api.get("/boards/7").await.json()["name"], "Oak");
    let rows = async |table: &str| {
        let request = api
            .http
            .get(format!("{}state/{table}", api.fake.admin_url()));
        api.send(request).await.json()["rows"].take()
    };
    let campaigns = rows("campaigns").await;
    assert_eq!(campaigns[1]["name"], "Winter");
    assert_eq!(campaigns[1]["ad_account_id"], "549755885999");
    assert_eq!(
        rows("ad_accounts").await[0]["_owner"],
        rows("boards").await[0]["_owner"]
    );

    api.delete("/boards/7").await;
    api.fake.reset();
    assert_eq!(api.get("/boards/7").await.status, 200);
}

#[tokio::test]
async fn errors_name_the_file_and_the_row() {
    for (file, text, message) in [
        (
            "boards.json",
            r#"[{"name": "Oak"}, {"name": 7}]"#,
            "boards.json, row 2: 'name' must be",
        ),
        (
            "boards.yaml",
            "- name: Oak\n  privacy: SECERT\n",
            "boards.yaml, row 1: 'privacy' value 'SECERT'",
        ),
        (
            "boards.yaml",
            "name: Oak\n",
            "boards.yaml: it must hold a list of objects",
        ),
        ("boards.json", "[", "boards.json: EOF while parsing a list"),
        (
            "My boards.json",
            "[]",
            "My boards.json: 'My boards' is no name of a table",
        ),
        ("boards.txt", "", "no .json or .yaml file is there"),
    ] {
        let folder = folder("wrong-seeds", &[(file, text)]);
        let error = Fake::builder()
            .with_seed_folder(folder)
            .start()
            .await
            .unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    let nowhere = Fake::builder()
        .with_seed_folder("/nowhere/at/all")
        .start()
        .await;
    assert!(
        nowhere
            .unwrap_err()
            .to_string()
            .starts_with("/nowhere/at/all: ")
    );
}

async fn state(api: &Api) -> Value {
    let request = api.http.get(format!("{}state", api.fake.admin_url()));
    api.send(request).await.json()
}

#[tokio::test]
async fn the_same_number_makes_the_same_data() {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000);
    let boards = async |seed: u64| {
        let api = Api::of(Fake::builder().with_seed(seed).with_time(time)).await;
        let request = api
            .http
            .get(format!("{}state/boards", api.fake.admin_url()));
        (
            state(&api).await["tables"].take(),
            api.send(request).await.json(),
        )
    };
    assert_eq!(boards(7).await, boards(7).await);
}

#[tokio::test]
async fn a_fake_can_start_without_data() {
    let api = Api::of(Fake::builder().without_seed()).await;
    assert_eq!(api.get("/boards").await.json()["items"], json!([]));
    let created = api.post("/boards", json!({"name": "Oak"})).await;
    assert!(created.status < 300, "{created:?}");
}

#[tokio::test]
async fn what_the_fake_shows_can_be_its_seed() {
    let from = Api::start().await;
    let to = Api::of(Fake::builder().without_seed()).await;
    let tables = state(&from).await["tables"].take();
    let mut seed = serde_json::Map::new();
    for table in tables.as_object().unwrap().keys() {
        let url = format!("{}state/{table}?limit=1000000", from.fake.admin_url());
        let shown = from.send(from.http.get(url)).await.json();
        // A secret that is masked may be no value of its field.
        let is_secret = table.ends_with("tokens") || shown.to_string().contains("\"***\"");
        if !is_secret {
            seed.insert(table.clone(), shown["rows"].clone());
        }
    }
    let url = format!("{}seed", to.fake.admin_url());
    let response = to.send(to.http.post(url).json(&seed)).await;
    assert_eq!(response.status, 200, "{response:?}");
    let copied = state(&to).await["tables"].take();
    for table in seed.keys() {
        assert_eq!(copied[table], tables[table], "{table}");
    }
    let boards = async |api: &Api| api.get("/boards?page_size=250").await.json()["items"].take();
    assert_eq!(boards(&to).await, boards(&from).await);
}
