package document

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// quietly is pdfcpu's own configuration, with its folder switched off first.
func quietly() *model.Configuration {
	switchOff()
	return model.NewDefaultConfiguration()
}

var switchOff = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// treeDepth bounds the name tree (ISO 32000-1, 7.9.6) that lists attachments.
const treeDepth = 8

// attachment is one embedded file and the name a person sees.
type attachment struct {
	name   string
	stream *types.StreamDict
}

// passportsOf gives the texts of a document's attachments, by name.
func passportsOf(doc *model.Context) ([]string, error) {
	list, err := attachmentsOf(doc)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, a := range list {
		if !strings.HasSuffix(strings.ToLower(a.name), attached) {
			continue
		}
		text, err := contentOf(a.stream)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, &FindError{Reason: NoPassport}
	}
	return texts, nil
}

// attachmentsOf walks the catalogue's tree of embedded files, passport.muster
// before those it carries.
func attachmentsOf(doc *model.Context) ([]attachment, error) {
	root, err := doc.Catalog()
	if err != nil {
		return nil, &FindError{Reason: FileDamaged, Cause: err}
	}
	names, err := doc.DereferenceDict(root["Names"])
	if err != nil || names == nil {
		return nil, damagedOr(err, NoPassport)
	}
	tree, err := doc.DereferenceDict(names["EmbeddedFiles"])
	if err != nil || tree == nil {
		return nil, damagedOr(err, NoPassport)
	}
	var list []attachment
	if err := gather(doc, tree, &list, treeDepth); err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b attachment) int {
		if first := strings.EqualFold(a.name, AttachmentName); first != strings.EqualFold(b.name, AttachmentName) {
			if first {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	return list, nil
}

func damagedOr(err error, r Reason) error {
	if err != nil {
		return &FindError{Reason: FileDamaged, Cause: err}
	}
	return &FindError{Reason: r}
}

// gather adds the attachments under one node of the tree.
func gather(doc *model.Context, node types.Dict, list *[]attachment, depth int) error {
	if depth == 0 {
		return &FindError{Reason: FileDamaged, Cause: errors.New("the list of attachments is too deep")}
	}
	kids, err := doc.DereferenceArray(node["Kids"])
	if err != nil || len(kids) > AttachmentLimit {
		return damagedOr(err, FileTooMany)
	}
	for _, k := range kids {
		kid, err := doc.DereferenceDict(k)
		if err != nil || kid == nil {
			return damagedOr(err, FileDamaged)
		}
		if err := gather(doc, kid, list, depth-1); err != nil {
			return err
		}
	}
	pairs, err := doc.DereferenceArray(node["Names"])
	if err != nil {
		return &FindError{Reason: FileDamaged, Cause: err}
	}
	for i := 1; i < len(pairs); i += 2 {
		if len(*list) == AttachmentLimit {
			return &FindError{Reason: FileTooMany}
		}
		a, err := specOf(doc, pairs[i])
		if err != nil {
			return &FindError{Reason: FileDamaged, Cause: err}
		}
		*list = append(*list, a)
	}
	return nil
}

// specOf reads a file specification (ISO 32000-1, 7.11.3).
func specOf(doc *model.Context, o types.Object) (attachment, error) {
	spec, err := doc.DereferenceDict(o)
	if err != nil || spec == nil {
		return attachment{}, cmpErr(err)
	}
	name := ""
	for _, key := range []string{"UF", "F"} {
		if v, ok := spec.Find(key); ok && name == "" {
			if name, err = doc.DereferenceStringOrHexLiteral(v, model.V10, nil); err != nil {
				return attachment{}, err
			}
		}
	}
	files, err := doc.DereferenceDict(spec["EF"])
	if err != nil || files == nil {
		return attachment{}, cmpErr(err)
	}
	stream, _, err := doc.DereferenceStreamDict(files["F"])
	if err != nil || stream == nil {
		return attachment{}, cmpErr(err)
	}
	return attachment{name, stream}, nil
}

func cmpErr(err error) error {
	if err != nil {
		return err
	}
	return errors.New("an attachment has no file")
}

// contentOf is an attachment's text, inflated no further than TextLimit.
func contentOf(s *types.StreamDict) (string, error) {
	if len(s.Raw) > TextLimit {
		return "", &FindError{Reason: TextTooLarge}
	}
	data := s.Raw
	switch {
	case len(s.FilterPipeline) == 1 && s.FilterPipeline[0].Name == "FlateDecode" && s.FilterPipeline[0].DecodeParms == nil:
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return "", &FindError{Reason: FileDamaged, Cause: err}
		}
		if data, err = io.ReadAll(io.LimitReader(r, TextLimit+1)); err != nil {
			return "", &FindError{Reason: FileDamaged, Cause: err}
		}
	case len(s.FilterPipeline) != 0:
		return "", &FindError{Reason: FileDamaged, Cause: errors.New("an attachment is packed in a way that passports never are")}
	}
	if len(data) > TextLimit {
		return "", &FindError{Reason: TextTooLarge}
	}
	return string(data), nil
}
