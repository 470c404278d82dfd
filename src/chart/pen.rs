//! The drawing backend that plotters draws with: shapes go to the sheet as SVG with the class that is set there.

use super::scale::Scale;
use super::sheet::{FINE, Frame, Sheet, fine};
use plotters::chart::ChartBuilder;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::BLACK;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::cell::RefCell;
use std::convert::Infallible;

/// Height of the surface that plotters is given; a picture ends where its content does.
const TALL: u32 = 10_000_000;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Writes to a sheet; counts in hundredths of a unit. Colours are the style sheet's: those of plotters are ignored.
struct Pen<'s> {
    sheet: &'s RefCell<Sheet>,
}

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.sheet.borrow().width * FINE) as u32, TALL)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Done {
        let mut sheet = self.sheet.borrow_mut();
        let class = std::mem::take(&mut sheet.shape);
        sheet.rect_fine(&class, from, to);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Done {
        let mut sheet = self.sheet.borrow_mut();
        let class = std::mem::take(&mut sheet.shape);
        sheet.path_fine(&class, path.into_iter());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, _: &S, _: bool) -> Done {
        let mut sheet = self.sheet.borrow_mut();
        let class = std::mem::take(&mut sheet.shape);
        sheet.circle_fine(&class, center, radius as i32);
        Ok(())
    }

    /// Text is laid out by the chart kinds, never by plotters.
    fn draw_text<T: BackendTextStyle>(&mut self, _: &str, _: &T, _: BackendCoord) -> Done {
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, _: &str, _: &T) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((0, 0))
    }
}

/// Where marks are drawn: categories along one side, values along the other.
pub(super) struct Plane<'s> {
    sheet: &'s RefCell<Sheet>,
    area: DrawingArea<Pen<'s>, Cartesian2d<Scale, Scale>>,
    /// Whether values run upwards (columns, lines) instead of to the right (bars).
    pub(super) upright: bool,
    /// Its place in the picture.
    pub(super) frame: Frame,
    /// The scale of values.
    pub(super) value: Scale,
}

impl<'s> Plane<'s> {
    /// A plane with the grid of `value` drawn; positions along the categories are units from its left or upper edge.
    pub(super) fn new(sheet: &'s RefCell<Sheet>, frame: Frame, value: Scale, upright: bool) -> Self {
        let (x, y) =
            if upright { (Scale::plain(0.0, frame.w), value.clone()) } else { (value.clone(), Scale::plain(frame.h, 0.0)) };
        let surface = Pen { sheet }.into_drawing_area();
        let place = surface.shrink((fine(frame.x), fine(frame.y)), (fine(frame.w), fine(frame.h)));
        let mut chart = ChartBuilder::on(&place).build_cartesian_2d(x, y).expect("the pen never fails");
        sheet.borrow_mut().open("grid", "");
        chart.configure_mesh().disable_axes().draw().expect("the pen never fails");
        sheet.borrow_mut().close();
        Self { sheet, area: chart.plotting_area().clone(), upright, frame, value }
    }

    /// What it draws on.
    pub(super) fn sheet(&self) -> &'s RefCell<Sheet> {
        self.sheet
    }

    /// Where a position and a value meet, in units of the picture.
    pub(super) fn at(&self, position: f64, value: f64) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&self.order(position, value));
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }

    /// The frame between two positions and two values.
    pub(super) fn span(&self, positions: (f64, f64), values: (f64, f64)) -> Frame {
        let (x0, y0) = self.at(positions.0, values.0);
        let (x1, y1) = self.at(positions.1, values.1);
        Frame { x: x0.min(x1), y: y0.min(y1), w: (x1 - x0).abs(), h: (y1 - y0).abs() }
    }

    /// A block between two positions and two values.
    pub(super) fn block(&self, class: &str, positions: (f64, f64), values: (f64, f64)) {
        self.set(class);
        let corners = [self.order(positions.0, values.0), self.order(positions.1, values.1)];
        self.area.draw(&Rectangle::new(corners, BLACK)).expect("the pen never fails");
    }

    /// A line through points of position and value.
    pub(super) fn line(&self, class: &str, points: &[(f64, f64)]) {
        self.set(class);
        let points: Vec<_> = points.iter().map(|&(position, value)| self.order(position, value)).collect();
        self.area.draw(&PathElement::new(points, BLACK)).expect("the pen never fails");
    }

    /// A dot.
    pub(super) fn dot(&self, class: &str, position: f64, value: f64, radius: f64) {
        self.set(class);
        self.area.draw(&Circle::new(self.order(position, value), fine(radius), BLACK)).expect("the pen never fails");
    }

    fn set(&self, class: &str) {
        class.clone_into(&mut self.sheet.borrow_mut().shape);
    }

    fn order(&self, position: f64, value: f64) -> (f64, f64) {
        if self.upright { (position, value) } else { (value, position) }
    }
}
