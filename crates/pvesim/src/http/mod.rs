//! The HTTPS side: what pveproxy does between a client and the API.
//!
//! [`listen`](listen::listen) takes connections, [`serve`](serve::serve) turns a request into a call and an answer into a
//! [`Reply`](reply::Reply), and [`wire`] gives its head the form pveproxy would. What still differs from a real node
//! stands in [`GAPS`].

pub mod body;
pub mod certificates;
pub mod listen;
pub mod reply;
pub mod request;
pub mod serve;
pub mod upload;
pub mod wire;

/// What the HTTP layer does not do as a real node does it.
pub const GAPS: &[&str] = &[
    "keys and certificates are ECDSA P-256 (a real cluster uses RSA); clients see no difference beyond the cipher suite",
    "header order and the order of Date differ from pveproxy's",
    "the answer to a GET on /api2/html is the plain JSON in a page, without the real page's frame and scripts",
    "the web interface (/, /pve2, /novnc) is a single page of text; web sockets (vncwebsocket) are not served",
    "HTTP/1.0 requests are answered as HTTP/1.0 by the library; pveproxy always says HTTP/1.1",
    "a request head that is no HTTP is answered 400 by the library instead of by a closed connection",
];
