//! Pictures for the command line: SVG or PNG, by the file's ending, and always written whole or not at all.

mod axis;

pub(super) use axis::{Axis, nice_step};

use anyhow::{Context, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::register_font;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Once;

/// The colour of words.
pub(super) const INK: RGBColor = RGBColor(0x2f, 0x34, 0x37);
/// The colour of words that matter less.
pub(super) const FAINT: RGBColor = RGBColor(0x76, 0x7d, 0x83);
/// The colour of lines to read values by.
pub(super) const GRID: RGBColor = RGBColor(0xe6, 0xe8, 0xea);
/// The colours of what is compared, the most important first.
pub(super) const COLOURS: [RGBColor; 4] = [
    RGBColor(0x3f, 0x6f, 0x9f),
    RGBColor(0xd0, 0x8a, 0x4e),
    RGBColor(0xa0, 0x6a, 0x8c),
    RGBColor(0x6d, 0xa3, 0x8a),
];
/// The one font: what an SVG asks its reader for, and what a PNG is written with.
const FONT: &str = "sans-serif";
/// Pixels of a PNG for each unit of a drawing, so that it stays sharp on today's screens.
const SHARPNESS: u32 = 2;

/// A file that a picture is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
}

/// Something that can be drawn.
pub(super) trait Drawing {
    /// Width and height, in units.
    fn size(&self) -> (u32, u32);

    /// What somebody would be told who cannot see it.
    fn title(&self) -> String;

    /// Draws it.
    fn draw<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB>;
}

/// What comes of drawing.
pub(super) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Where something is drawn, in units of its own.
pub(super) struct Paper<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    sharpness: u32,
}

impl FromStr for Picture {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = PathBuf::from(text);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Self { path, kind: Kind::Svg }),
            Some("png") => Ok(Self { path, kind: Kind::Png }),
            Some(_) | None => Err("a picture is .svg or .png: name it such as scores.svg".into()),
        }
    }
}

impl Picture {
    /// Draws into the file. What stood there before stays until the new picture is complete.
    ///
    /// # Errors
    /// It cannot be drawn, or not be written.
    pub fn write(&self, drawing: &impl Drawing) -> anyhow::Result<()> {
        learn_letters();
        let bytes = match self.kind {
            Kind::Svg => svg(drawing)?.into_bytes(),
            Kind::Png => png(drawing)?,
        };
        replace(&self.path, &bytes)
            .with_context(|| format!("{} cannot be written; is there such a folder?", self.path.display()))
    }
}

fn svg(drawing: &impl Drawing) -> anyhow::Result<String> {
    let mut text = String::new();
    draw(drawing, SVGBackend::with_string(&mut text, drawing.size()), 1)?;
    let title = drawing.title().replace('&', "&amp;").replace('<', "&lt;");
    // Plotters writes no title, and without one a screen reader has nothing to say.
    let Some(end) = text.find('>') else { return Ok(text) };
    text.insert_str(end + 1, &format!("\n<title>{title}</title>"));
    Ok(text)
}

fn png(drawing: &impl Drawing) -> anyhow::Result<Vec<u8>> {
    let (width, height) = drawing.size();
    let (width, height) = (width * SHARPNESS, height * SHARPNESS);
    let mut pixels = vec![0; (width * height * 3) as usize];
    draw(drawing, BitMapBackend::with_buffer(&mut pixels, (width, height)), SHARPNESS)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

fn draw<DB: DrawingBackend>(drawing: &impl Drawing, backend: DB, sharpness: u32) -> anyhow::Result<()> {
    let area = backend.into_drawing_area();
    let all = || {
        area.fill(&WHITE)?;
        drawing.draw(&Paper { area: &area, sharpness })?;
        area.present()
    };
    all().map_err(|error| anyhow!("the picture cannot be drawn: {error}"))
}

/// Writes beside the file and renames, so that nobody ever sees half a picture.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = path.with_file_name(format!(".{name}.{}.partial", std::process::id()));
    let written = std::fs::File::create(&partial)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&partial, path));
    if written.is_err() {
        // It may never have come to be.
        let _not_there = std::fs::remove_file(&partial);
    }
    written
}

/// Makes the letters known by which texts are measured, and of which a PNG is made.
fn learn_letters() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, letters) in
            [(FontStyle::Normal, notosans::REGULAR_TTF), (FontStyle::Bold, notosans::BOLD_TTF)]
        {
            // A font that did not read would be found by the test that draws.
            let _unread = register_font(FONT, style, letters);
        }
    });
}

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    /// The height of its letters, in units.
    pub size: u32,
    /// Its colour.
    pub colour: RGBColor,
    /// Which end of it stands at the place it is written to.
    pub align: HPos,
    /// How heavy it is.
    pub style: FontStyle,
}

impl Hand {
    /// Plain words that begin at their place.
    pub const PLAIN: Self = Self { size: 13, colour: INK, align: HPos::Left, style: FontStyle::Normal };
    /// A heading.
    pub const TITLE: Self = Self { size: 18, style: FontStyle::Bold, ..Self::PLAIN };
    /// What is read last.
    pub const SMALL: Self = Self { size: 12, colour: FAINT, ..Self::PLAIN };
}

impl<DB: DrawingBackend> Paper<'_, DB> {
    /// Writes a text, its middle line at a place.
    pub fn write(&self, text: &str, at: (f64, f64), hand: Hand) -> Drawn<DB> {
        let size = f64::from(hand.size * self.sharpness);
        let style = FontDesc::new(FontFamily::Name(FONT), size, hand.style)
            .color(&hand.colour)
            .pos(Pos::new(hand.align, VPos::Center));
        self.area.draw(&Text::new(text, self.point(at), style))
    }

    /// Fills a rectangle between two corners.
    pub fn fill(&self, from: (f64, f64), to: (f64, f64), colour: &impl Color) -> Drawn<DB> {
        self.area.draw(&Rectangle::new([self.point(from), self.point(to)], colour.filled()))
    }

    /// Draws a line along some places, so many units thick.
    pub fn line(&self, along: &[(f64, f64)], thick: u32, colour: &impl Color) -> Drawn<DB> {
        let points: Vec<(i32, i32)> = along.iter().map(|at| self.point(*at)).collect();
        self.area.draw(&PathElement::new(points, colour.stroke_width(thick * self.sharpness)))
    }

    fn point(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let sharpness = f64::from(self.sharpness);
        ((x * sharpness).round() as i32, (y * sharpness).round() as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Square;

    impl Drawing for Square {
        fn size(&self) -> (u32, u32) {
            (40, 30)
        }

        fn title(&self) -> String {
            "Less < more & so on".into()
        }

        fn draw<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB> {
            paper.fill((0.0, 0.0), (20.0, 30.0), &COLOURS[0])?;
            paper.write("W", (30.0, 15.0), Hand::PLAIN)
        }
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("viceversa-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_ending_says_what_a_picture_becomes() {
        assert!("a/scores.SVG".parse::<Picture>().is_ok_and(|picture| picture.kind == Kind::Svg));
        assert!("scores.png".parse::<Picture>().is_ok_and(|picture| picture.kind == Kind::Png));
        for wrong in ["scores.pdf", "scores", ""] {
            assert!(wrong.parse::<Picture>().is_err_and(|said| said.contains(".svg or .png")), "{wrong}");
        }
    }

    #[test]
    fn a_picture_has_letters_and_colours_and_leaves_nothing_beside_it() {
        let folder = folder("picture");
        let at = |name: &str| folder.join(name).display().to_string().parse::<Picture>().unwrap();
        at("it.svg").write(&Square).unwrap();
        at("it.png").write(&Square).unwrap();
        let text = std::fs::read_to_string(folder.join("it.svg")).unwrap();
        assert!(
            text.contains("<title>Less &lt; more &amp; so on</title>") && text.contains("#3F6F9F"),
            "{text}"
        );
        let mut reader =
            png::Decoder::new(std::io::BufReader::new(std::fs::File::open(folder.join("it.png")).unwrap()))
                .read_info()
                .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let right = pixels.chunks(80 * 3).flat_map(|row| &row[42 * 3..]);
        assert!(right.clone().any(|value| *value < 100), "the letter is there");
        assert_eq!(pixels[..3], [0x3f, 0x6f, 0x9f]);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn where_there_is_no_folder_that_is_said() {
        let picture: Picture = "/nowhere/at/all/it.svg".parse().unwrap();
        let said = format!("{:#}", picture.write(&Square).unwrap_err());
        assert!(said.contains("/nowhere/at/all/it.svg cannot be written"), "{said}");
    }
}
