package pack

import (
	"image/png"
	"io"
	"path"
	"strings"
)

// picture checks one reference to a picture; usedPictures looks at the file.
func (r *reader) picture(at place, ref, alt string) {
	file := within(at.file, ref)
	if len(strings.Fields(alt)) == 0 {
		r.wrong(at, ruleAlt, "The picture has no words. Write in the square brackets what it teaches, for whoever cannot see it.")
	}
	_, there := r.files[file]
	switch {
	case !there:
		r.wrong(at, rulePicture, "There is no picture %s in this pack. The path is taken from the file that names it, such as ../pictures/name.png.", file)
	case path.Ext(file) != ".png":
		r.wrong(at, rulePicture, "Only PNG pictures are shown. Name the .png, and keep the .svg beside it.")
	default:
		r.shown[file] = true
	}
}

// checkPNG looks at a picture's size and header; it is not decoded.
func (r *reader) checkPNG(file string, size int64) {
	at := place{file, 1}
	if size > maxPNG {
		r.wrong(at, rulePicture, "The picture is %d KiB; %d KiB is the most. Make it smaller, or use fewer colours.", size>>10, maxPNG>>10)
		return
	}
	f, err := r.fsys.Open(file)
	if err != nil {
		r.wrong(at, rulePicture, "The picture cannot be read (%v). Check that it may be read.", err)
		return
	}
	defer f.Close()
	cfg, err := png.DecodeConfig(io.LimitReader(f, maxPNG))
	switch {
	case err != nil:
		r.wrong(at, rulePicture, "This is not a PNG picture (%v). Save it again as PNG.", err)
	case cfg.Width > maxSide || cfg.Height > maxSide || cfg.Width*cfg.Height > maxPixels:
		r.wrong(at, rulePicture, "The picture is %d by %d pixels; %d a side and %d in all are the most. Make it smaller.", cfg.Width, cfg.Height, maxSide, maxPixels)
	}
}
