package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Limits of what is read: no document of a county has ten million characters.
const (
	maxEntries  = 4096
	maxPart     = 256 << 20
	maxDepth    = 256
	mainPart    = "word/document.xml"
	stylesPart  = "word/styles.xml"
	numbersPart = "word/numbering.xml"
)

// Read reads a document's paragraphs and tables. The error is a *Refusal if the data are no document or damaged.
func Read(data []byte) ([]Block, error) {
	if !bytes.HasPrefix(data, []byte("PK")) {
		return nil, &Refusal{RefusedNone}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &Refusal{RefusedDamaged}
	}
	if len(z.File) > maxEntries {
		return nil, &Refusal{RefusedTooLarge}
	}
	text, err := part(z, mainPart)
	if errors.Is(err, errMissing) {
		return nil, &Refusal{RefusedNone}
	}
	if err != nil {
		return nil, err
	}
	styles, err := optional(z, stylesPart)
	if err != nil {
		return nil, err
	}
	numbers, err := optional(z, numbersPart)
	if err != nil {
		return nil, err
	}
	b := &body{styles: map[string]style{}, lists: map[string]list{}, counts: map[string][]int{}}
	if err := b.readStyles(styles); err != nil {
		return nil, &Refusal{RefusedDamaged}
	}
	if err := b.readNumbering(numbers); err != nil {
		return nil, &Refusal{RefusedDamaged}
	}
	d := decoder(text)
	if err := b.read(d); err != nil {
		return nil, &Refusal{RefusedDamaged}
	}
	return b.blocks, nil
}

var errMissing = errors.New("no such part")

// part inflates a whole part, so that its checksum is verified.
func part(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			continue
		}
		if f.UncompressedSize64 > maxPart {
			return nil, &Refusal{RefusedTooLarge}
		}
		r, err := f.Open()
		if err != nil {
			return nil, &Refusal{RefusedDamaged}
		}
		defer r.Close()
		data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
		if err != nil {
			return nil, &Refusal{RefusedDamaged}
		}
		if len(data) > maxPart {
			return nil, &Refusal{RefusedTooLarge}
		}
		return data, nil
	}
	return nil, errMissing
}

func optional(z *zip.Reader, name string) ([]byte, error) {
	data, err := part(z, name)
	if errors.Is(err, errMissing) {
		return nil, nil
	}
	return data, err
}

func decoder(data []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	return d
}

var errForbidden = errors.New("a document type")

// next gives the next token. A document type is refused, as it could hide anything.
func next(d *xml.Decoder) (xml.Token, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if _, ok := t.(xml.Directive); ok {
		return nil, errForbidden
	}
	return t, nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
