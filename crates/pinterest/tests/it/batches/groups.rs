//! Results of changing and deleting asset groups.

use pinterest::types::{AssetGroup, AssetGroupId, AssetGroupUpdate};
use pinterest::{BatchOutcome, Client, Error};

use super::assert_outcome;

async fn update(client: Client) -> Result<BatchOutcome<AssetGroupUpdate, AssetGroup>, Error> {
    let updates = ["6661", "6662"].map(AssetGroupUpdate::new);
    client
        .business("7290")
        .asset_groups()
        .update_all(updates)
        .await
}

/// A group as the service describes it in full.
fn group(id: &str, name: &str) -> String {
    format!(
        r#"{{
            "ad_accounts_ids": ["5491"], "asset_group_description": null, "asset_group_name": "{name}",
            "asset_group_types": ["BRAND"], "catalogs_ids": [], "created_by": {{"id": "71"}},
            "created_time": 1767225600000, "id": "{id}", "owner": {{"id": "7290"}}, "profiles_ids": [],
            "updated_time": null
        }}"#
    )
}

#[tokio::test]
async fn updated_groups_are_told_apart_by_id() {
    let (first, second) = (group("6661", "Lake"), group("6662", "Hill"));
    let failed = r#"{"asset_group_id": "6661", "code": 1, "message": "Name taken"}"#;
    let cases: &[(String, &[&str])] = &[
        (
            format!(r#"{{"exceptions": null, "updated_asset_groups": [{first}, {second}]}}"#),
            &["6661: done Lake", "6662: done Hill"],
        ),
        (
            format!(r#"{{"updated_asset_groups": [{second}, {first}]}}"#),
            &["6661: done Lake", "6662: done Hill"],
        ),
        (
            format!(r#"{{"exceptions": [{failed}], "updated_asset_groups": [{second}]}}"#),
            &["6661: failed 1 Name taken", "6662: done Hill"],
        ),
        (
            r#"{"exceptions": [{"code": 1, "message": "No"}, {"asset_group_id": "6661"}]}"#
                .to_owned(),
            &["6661: failed - -", "6662: failed 1 No"],
        ),
        (
            format!(r#"{{"updated_asset_groups": [{second}]}}"#),
            &["6661: unconfirmed", "6662: done Hill"],
        ),
        ("{}".to_owned(), &["6661: unconfirmed", "6662: unconfirmed"]),
    ];
    for (response, expected) in cases {
        assert_outcome(update, response, expected).await;
    }
}

#[tokio::test]
async fn a_group_that_was_changed_in_part_has_both_halves() {
    let first = group("6661", "Lake");
    let failed = r#"{"asset_group_id": "6661", "code": 1, "message": "No such asset"}"#;
    assert_outcome(
        update,
        &format!(r#"{{"exceptions": [{failed}], "updated_asset_groups": [{first}]}}"#),
        &[
            "6661: failed 1 No such asset, yet done Lake",
            "6662: unconfirmed",
        ],
    )
    .await;
}

/// The description demands more of a group than its id.
#[tokio::test]
async fn a_group_that_cannot_be_read_leaves_only_its_update_unconfirmed() {
    let second = group("6662", "Hill");
    assert_outcome(
        update,
        &format!(r#"{{"updated_asset_groups": [{{"id": "6661"}}, {second}]}}"#),
        &["6661: unconfirmed", "6662: done Hill"],
    )
    .await;
}

async fn delete(client: Client) -> Result<BatchOutcome<AssetGroupId, AssetGroupId>, Error> {
    client
        .business("7290")
        .asset_groups()
        .delete_all(["6661", "6662"])
        .await
}

#[tokio::test]
async fn deleted_groups_are_told_apart_by_id() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"deleted_asset_groups": ["6661", "6662"], "exceptions": null}"#,
            &["6661: done 6661", "6662: done 6662"],
        ),
        (
            r#"{"deleted_asset_groups": ["6662", "6661"], "exceptions": []}"#,
            &["6661: done 6661", "6662: done 6662"],
        ),
        (
            r#"{"deleted_asset_groups": ["6662"], "exceptions": [{"asset_group_id": "6661", "code": 50, "message": "Gone"}]}"#,
            &["6661: failed 50 Gone", "6662: done 6662"],
        ),
        (
            r#"{"deleted_asset_groups": [], "exceptions": [{"code": 50, "message": "Gone"}]}"#,
            &[
                "6661: unconfirmed",
                "6662: unconfirmed",
                "nobody: failed 50 Gone",
            ],
        ),
        (
            r#"{"deleted_asset_groups": ["6662"]}"#,
            &["6661: unconfirmed", "6662: done 6662"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(delete, response, expected).await;
    }
}
