//! The one outgoing client: one GET to one server over HTTP/1.1, with TLS where the address says so.
//!
//! A request is guarded on every side: it waits only so long, takes only so many bytes, follows
//! nothing by itself, sends no credentials and trusts nobody but the system's authorities.
//!
//! Must not know: what is asked for, and why.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::{Host, Position, Url};

use super::FetchError;
use super::answer::Answer;

/// From the first packet to the last byte. Readers wait between five and thirty seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// A body on the wire; four times what the W3C's validator reads.
const MAX_BYTES: usize = 20_000_000;

/// Asks.
#[derive(Default)]
pub(super) struct Client {
    /// Made when the first https address is asked: reading the authorities takes a while.
    tls: OnceLock<TlsConnector>,
}

impl Client {
    /// One GET.
    ///
    /// # Errors
    ///
    /// When there is no whole answer within the limits.
    pub async fn get(&self, url: &Url, fields: &[(&str, &str)]) -> Result<Answer, FetchError> {
        let host = host_of(url);
        match tokio::time::timeout(PATIENCE, self.exchange(url, &host, fields)).await {
            Ok(answer) => answer,
            Err(_) => Err(FetchError::Late { host, seconds: PATIENCE.as_secs() }),
        }
    }

    async fn exchange(
        &self,
        url: &Url,
        host: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, FetchError> {
        let malformed = |why: &str| FetchError::Address {
            address: url.as_str().to_owned(),
            why: why.to_owned(),
        };
        let port = url.port_or_known_default().ok_or_else(|| malformed("it has no port"))?;
        let named = url.host().ok_or_else(|| malformed("it has no host"))?;
        let stream = match &named {
            Host::Domain(name) => TcpStream::connect((*name, port)).await,
            Host::Ipv4(address) => TcpStream::connect((*address, port)).await,
            Host::Ipv6(address) => TcpStream::connect((*address, port)).await,
        };
        let stream =
            stream.map_err(|source| FetchError::Unreachable { host: host.to_owned(), source })?;
        if url.scheme() == "http" {
            return speak(stream, url, host, fields).await;
        }
        let name = match named {
            Host::Domain(name) => ServerName::try_from(name.to_owned())
                .map_err(|_| malformed("its host is no name a certificate can hold"))?,
            Host::Ipv4(address) => ServerName::from(std::net::IpAddr::from(address)),
            Host::Ipv6(address) => ServerName::from(std::net::IpAddr::from(address)),
        };
        let stream =
            self.tls()?.connect(name, stream).await.map_err(|source| not_secure(source, host))?;
        speak(stream, url, host, fields).await
    }

    fn tls(&self) -> Result<&TlsConnector, FetchError> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls);
        }
        let mut roots = RootCertStore::empty();
        // What cannot be read of the system's list is no reason to do without the rest.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(FetchError::NoAuthorities);
        }
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Ok(self.tls.get_or_init(|| TlsConnector::from(Arc::new(config))))
    }
}

/// Why there is no TLS: a certificate that proves nothing is another thing than no TLS at all.
fn not_secure(source: std::io::Error, host: &str) -> FetchError {
    let cause = source.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::InvalidCertificate(_)) => {
            FetchError::Untrusted { host: host.to_owned(), source }
        }
        _ => FetchError::NoTls { host: host.to_owned(), source },
    }
}

/// Name and port, as messages and the `Host` field have them.
fn host_of(url: &Url) -> String {
    url[Position::BeforeHost..Position::AfterPort].to_owned()
}

async fn speak<S>(
    stream: S,
    url: &Url,
    host: &str,
    fields: &[(&str, &str)],
) -> Result<Answer, FetchError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |source: Box<dyn std::error::Error + Send + Sync>| FetchError::Broken {
        host: host.to_owned(),
        source,
    };
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(error.into()))?;
    // It carries the answer, and ends with it.
    let connection = tokio::spawn(connection);
    let mut request = hyper::Request::builder()
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(hyper::header::HOST, host)
        .header(hyper::header::USER_AGENT, concat!("newswire/", env!("CARGO_PKG_VERSION")))
        .header(hyper::header::CONNECTION, "close");
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::<Bytes>::new()).map_err(|error| broken(error.into()))?;
    let answer = sender.send_request(request).await.map_err(|error| broken(error.into()))?;
    let (head, body) = answer.into_parts();
    let body = Limited::new(body, MAX_BYTES).collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            FetchError::TooLarge { host: host.to_owned(), limit: MAX_BYTES }
        } else {
            broken(error)
        }
    })?;
    connection.abort();
    Ok(Answer {
        status: head.status.as_u16(),
        fields: head
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
        body: body.to_bytes().to_vec(),
    })
}
