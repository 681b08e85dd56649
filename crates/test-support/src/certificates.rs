//! Certificates of servers on loopback, made anew by each server.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// What the certificate of a server is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// It is valid for the address of the server, and issued by the authority that clients trust.
    #[default]
    Trusted,
    /// It is issued by nobody else.
    SelfSigned,
    /// It is issued by an authority of which nobody knows.
    OfUnknownAuthority,
    /// It is valid for another host.
    OfAnotherHost,
    /// It is no longer valid.
    Expired,
    /// It is not yet valid.
    NotYetValid,
}

/// An authority that issues certificates.
type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Returns the acceptor of a server on 127.0.0.1, which speaks only HTTP/2, and the certificate of
/// the authority that its clients are to trust.
pub(crate) fn acceptor(identity: Identity) -> (TlsAcceptor, Vec<u8>) {
    let trusted = authority("Authority of the tests");
    let host = match identity {
        Identity::OfAnotherHost => "api.lakeside.example",
        _ => "127.0.0.1",
    };
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    match identity {
        Identity::Expired => params.not_after = date_time_ymd(2001, 1, 1),
        Identity::NotYetValid => params.not_before = date_time_ymd(4000, 1, 1),
        _ => {}
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match identity {
        Identity::SelfSigned => params.self_signed(&key),
        Identity::OfUnknownAuthority => params.signed_by(&key, &*authority("Nobody's")),
        _ => params.signed_by(&key, &*trusted),
    };
    let certificate = certificate.unwrap().der().clone();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    (TlsAcceptor::from(Arc::new(config)), trusted.der().to_vec())
}
