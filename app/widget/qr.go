package widget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// quiet is the light margin a QR code needs, in modules (ISO/IEC 18004, 6.3.8).
const quiet = 4

// QRView draws a QR code, true for dark, at most size pixels across at zoom 1. It
// is black on white in every palette, and each module is a whole number of pixels.
// A code that already has its margin passes margin true.
func QRView(l *theme.Look, modules [][]bool, margin bool, size float32) fyne.CanvasObject {
	edge := quiet
	if margin {
		edge = 0
	}
	r := canvas.NewRaster(func(w, h int) image.Image { return drawQR(modules, edge, w, h) })
	r.ScaleMode = canvas.ImageScalePixels
	return container.New(square{l.Px(size)}, r)
}

func drawQR(modules [][]bool, edge, w, h int) image.Image {
	im := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	n := len(modules) + 2*edge
	px := min(w, h) / n
	if px < 1 {
		return im
	}
	x0, y0 := (w-n*px)/2+edge*px, (h-n*px)/2+edge*px
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				fillSquare(im, x0+x*px, y0+y*px, px)
			}
		}
	}
	return im
}

func fillSquare(im *image.Paletted, x0, y0, n int) {
	for y := y0; y < y0+n; y++ {
		for x := x0; x < x0+n; x++ {
			im.SetColorIndex(x, y, 1)
		}
	}
}

// square keeps its child square, in the middle, at most size across.
type square struct{ size float32 }

func (q square) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(q.size, q.size) }
func (q square) heightFor(_ []fyne.CanvasObject, w float32) float32 {
	return min(w, q.size)
}

func (q square) Layout(o []fyne.CanvasObject, s fyne.Size) {
	d := min(s.Width, s.Height)
	place(o[0], (s.Width-d)/2, (s.Height-d)/2, d, d)
}
