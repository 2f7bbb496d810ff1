//! From the drawing to the picture, with the font that comes with the program.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::ChartError;

/// The family of the font: Hack, in which every letter has the same width.
pub(super) const FAMILY: &str = "Hack";

static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();

fn fonts() -> Arc<fontdb::Database> {
    let make = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(epaint_default_fonts::HACK_REGULAR.to_vec());
        fonts.set_monospace_family(FAMILY);
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(make))
}

/// Paints the drawing and writes it as a PNG.
pub(super) fn png(svg: &str, size: (u32, u32)) -> Result<Vec<u8>, ChartError> {
    let options = usvg::Options { fontdb: fonts(), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| ChartError::Drawing(error.to_string()))?;
    let mut pixels =
        Pixmap::new(size.0, size.1).ok_or_else(|| ChartError::Picture("the size is too large".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ChartError::Picture(error.to_string()))
}
