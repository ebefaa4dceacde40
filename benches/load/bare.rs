//! The least that a server with hyper can do: the same bytes with the same head from memory.

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::Path;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT_ENCODING, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

struct Stored {
    /// By coding.
    answers: HashMap<&'static str, (HeaderMap, Bytes)>,
    unmodified: HeaderMap,
}

pub fn serve(folder: &Path) {
    let head = |name: &str| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.head"))).unwrap();
        let mut head = HeaderMap::new();
        for (name, value) in text.lines().filter_map(|line| line.split_once(": ")) {
            let name: HeaderName = name.parse().unwrap();
            head.insert(name, HeaderValue::from_str(value).unwrap());
        }
        head
    };
    let answer = |coding: &'static str, ending: &str| {
        let path = folder.join(format!("feeds/all.rss{ending}"));
        (coding, (head(coding), Bytes::from(std::fs::read(path).unwrap())))
    };
    let stored: &'static Stored = Box::leak(Box::new(Stored {
        answers: HashMap::from([
            answer("identity", ""),
            answer("gzip", ".gz"),
            answer("br", ".br"),
        ]),
        unmodified: head("304"),
    }));
    let port: u16 = std::env::var("PORT").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let service = service_fn(move |request| async move {
                    Ok::<_, Infallible>(answer_to(stored, &request))
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
}

fn answer_to(
    stored: &'static Stored,
    request: &Request<hyper::body::Incoming>,
) -> Response<Full<Bytes>> {
    let asked = request.headers().get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let (head, bytes) = &stored.answers[asked.unwrap_or("identity")];
    let is_known = request.headers().get(IF_NONE_MATCH).is_some_and(|it| head[ETAG] == it);
    let mut response = Response::new(Full::default());
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().clone_from(&stored.unmodified);
    } else {
        response.headers_mut().clone_from(head);
        *response.body_mut() = Full::new(bytes.clone());
    }
    response
}
