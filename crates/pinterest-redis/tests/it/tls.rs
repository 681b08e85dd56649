//! Connections with TLS.

use pinterest_redis::{EncryptionKey, Redis, RedisTokenStore};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use redis::TlsCertificates;

use super::server::Server;
use super::{USER, expired, put, stored};

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn store(url: &str, root: &CertifiedIssuer<'static, KeyPair>) -> RedisTokenStore {
    let certificates = TlsCertificates {
        client_tls: None,
        root_cert: Some(root.pem().into_bytes()),
    };
    let client = redis::Client::build_with_tls(url, certificates).unwrap();
    RedisTokenStore::new(&Redis::new(client), USER, EncryptionKey::new(1, [1; 32]))
}

#[tokio::test]
async fn a_server_is_used_if_its_certificate_is_accepted() {
    let trusted = authority();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &*trusted).unwrap();
    let files = [
        ("certificate.pem", certificate.pem()),
        ("key.pem", key.serialize_pem()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let options = |port: u16| {
        let port = port.to_string();
        let options = [
            ["--port", "0"],
            ["--tls-port", &port],
            ["--tls-cert-file", "certificate.pem"],
            ["--tls-key-file", "key.pem"],
            ["--tls-ca-cert-file", "certificate.pem"],
            ["--tls-auth-clients", "no"],
        ];
        options.concat().into_iter().map(str::to_owned).collect()
    };
    let Some(server) = Server::start_with(&files, options) else {
        return;
    };
    let url = server.url().replace("redis://", "rediss://");
    let tokens = store(&url, &trusted);
    put(&tokens, &expired(0)).await;
    assert_eq!(stored(&tokens).await.unwrap(), "pina_CANARY0");
    use pinterest::auth::TokenStore;
    let error = store(&url, &authority()).peek().await.unwrap_err();
    assert!(
        error.to_string().contains("the token store cannot be used"),
        "{error}"
    );
}
