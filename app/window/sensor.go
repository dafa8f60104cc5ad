package window

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// sensor lies under everything and feels the mouse where no widget does. Fyne has
// no hook for all input; the widgets tell of the rest.
type sensor struct {
	widget.BaseWidget
	felt, pressed func()
}

func newSensor(felt, pressed func()) *sensor {
	s := &sensor{felt: felt, pressed: pressed}
	s.ExtendBaseWidget(s)
	return s
}

// MouseIn tells that somebody is there.
func (s *sensor) MouseIn(*desktop.MouseEvent) { s.felt() }

// MouseMoved tells that somebody is there.
func (s *sensor) MouseMoved(*desktop.MouseEvent) { s.felt() }

// MouseOut tells nothing.
func (s *sensor) MouseOut() {}

// Tapped is a press where there is nothing to press.
func (s *sensor) Tapped(*fyne.PointEvent) { s.pressed() }

// MinSize is nothing: the sensor takes what it is given.
func (s *sensor) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// CreateRenderer is Fyne's hook.
func (s *sensor) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
