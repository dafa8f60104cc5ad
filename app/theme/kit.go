package theme

import (
	"bytes"
	"image"
	_ "image/png" // the pictures are PNG
	"sync"

	"fyne.io/fyne/v2"

	"muster/assets"
)

// kit holds what is costly to make twice: fonts, painted icons, decoded pictures.
type kit struct {
	regular, bold, italic, boldItalic, display fyne.Resource

	mu       sync.Mutex
	icons    map[iconKey]image.Image
	masks    map[string]*image.Alpha
	pictures map[string]image.Image
}

func newKit() *kit {
	return &kit{
		regular: font("Inter-Regular.otf"), bold: font("Inter-SemiBold.otf"), italic: font("Inter-Italic.otf"),
		boldItalic: font("Inter-BoldItalic.otf"), display: font("InterDisplay-Bold.otf"),
		icons: map[iconKey]image.Image{}, masks: map[string]*image.Alpha{}, pictures: map[string]image.Image{},
	}
}

func font(name string) fyne.Resource {
	b, err := assets.Font(name)
	if err != nil {
		panic(err) // the names are constants and the files are inside the program
	}
	return fyne.NewStaticResource(name, b)
}

// DisplayFont is the face for large headings, or nil where s has letters that
// the face may lack: a face given by hand has no fallback, the theme's faces do.
func (l *Look) DisplayFont(s string) fyne.Resource {
	for _, r := range s {
		if !displayRune(r) {
			return nil
		}
	}
	return l.kit.display
}

func displayRune(r rune) bool {
	return r >= ' ' && r <= 0x017F || r >= 0x2010 && r <= 0x2026 || r == '→' || r == '€' || r == '\u2212'
}

// Picture is a picture of assets/pictures, decoded once; nil when there is none.
func (l *Look) Picture(name string) image.Image {
	l.kit.mu.Lock()
	defer l.kit.mu.Unlock()
	if im, ok := l.kit.pictures[name]; ok {
		return im
	}
	b, err := assets.Picture(name)
	if err != nil {
		return nil
	}
	im, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	l.kit.pictures[name] = im
	return im
}
