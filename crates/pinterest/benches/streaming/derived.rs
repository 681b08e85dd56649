//! Pages as a program without this library reads them: serde's derives for the fields that the
//! server sends.

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) items: Vec<Invite>,
    pub(crate) bookmark: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)] // Fields are read from JSON, which is what is measured.
pub(crate) struct Invite {
    id: Option<String>,
    is_received_invite: Option<bool>,
    user: Option<User>,
    created_by_user: Option<User>,
    created_by_business: Option<User>,
    business_roles: Option<Vec<String>>,
    created_time: Option<i64>,
    invite_data: Option<InviteData>,
    assets_summary: Option<AssetsSummary>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct User {
    id: Option<String>,
    username: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct InviteData {
    invite_status: Option<String>,
    invite_type: Option<String>,
    sent_at: Option<i64>,
    last_updated_time: Option<i64>,
    invite_expiration: Option<i64>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct AssetsSummary {
    ad_accounts: Option<Vec<Asset>>,
    profiles: Option<Vec<Asset>>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Asset {
    id: Option<String>,
    permissions: Option<Vec<String>>,
}
