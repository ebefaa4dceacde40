//! stub
fn main() {
    println!("{}", newswire::render::Format::Rss.extension());
}
