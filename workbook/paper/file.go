package paper

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strconv"
	"unicode/utf16"
)

// Page is what a page shows.
type Page struct {
	// Sheet is the name of the workbook's sheet that the page shows.
	Sheet string
	// Runs are in the order in which they were drawn: LibreOffice draws a cell's lines one after the other.
	Runs []Run
}

// Read reads the pages of a PDF that LibreOffice wrote.
func Read(data []byte) ([]Page, error) {
	f := &file{data: data, at: map[reference]int{}, fonts: map[reference]*font{}}
	catalogue, err := f.table()
	if err != nil {
		return nil, err
	}
	begins, err := f.sheets(catalogue)
	if err != nil {
		return nil, err
	}
	ids, err := f.leaves(catalogue["Pages"])
	if err != nil {
		return nil, err
	}
	var pages []Page
	sheet := ""
	for _, id := range ids {
		if s, ok := begins[id]; ok {
			sheet = s
		}
		runs, err := f.draw(id)
		if err != nil {
			return nil, err
		}
		pages = append(pages, Page{sheet, runs})
	}
	return pages, nil
}

type file struct {
	data  []byte
	at    map[reference]int // where objects begin
	fonts map[reference]*font
}

// table reads the offset of each object, and gives the document's catalogue.
func (f *file) table() (dictionary, error) {
	begin := bytes.LastIndex(f.data, []byte("\nxref\n"))
	end := bytes.LastIndex(f.data, []byte("\ntrailer\n"))
	if begin < 0 || end < begin {
		return nil, errBroken
	}
	lines := bytes.Split(f.data[begin:end], []byte("\n"))
	for n, line := range lines[3:] {
		fields := bytes.Fields(line)
		if len(fields) != 3 {
			return nil, errBroken
		}
		at, err := strconv.Atoi(string(fields[0]))
		if err != nil || at > len(f.data) {
			return nil, errBroken
		}
		f.at[reference(n)] = at
	}
	trailer, err := (&lexer{data: f.data, at: end + len("\ntrailer\n")}).value()
	if err != nil {
		return nil, err
	}
	d, _ := trailer.(dictionary)
	return f.dictionary(d["Root"])
}

// object gives an object, and the offset at which its stream would begin.
func (f *file) object(id reference) (any, int, error) {
	at, ok := f.at[id]
	if !ok {
		return nil, 0, errBroken
	}
	l := &lexer{data: f.data, at: at}
	for range 3 { // "6 0 obj"
		if _, err := l.value(); err != nil {
			return nil, 0, err
		}
	}
	v, err := l.value()
	l.skip()
	return v, l.at, err
}

// dictionary gives the dictionary that a value is or refers to.
func (f *file) dictionary(v any) (dictionary, error) {
	if id, ok := v.(reference); ok {
		o, _, err := f.object(id)
		if err != nil {
			return nil, err
		}
		v = o
	}
	d, ok := v.(dictionary)
	if !ok {
		return nil, errBroken
	}
	return d, nil
}

// stream inflates the stream that a value refers to.
func (f *file) stream(v any) ([]byte, error) {
	id, _ := v.(reference)
	o, at, err := f.object(id)
	d, ok := o.(dictionary)
	if err != nil || !ok {
		return nil, errBroken
	}
	size := d["Length"]
	if far, ok := size.(reference); ok {
		if size, _, err = f.object(far); err != nil {
			return nil, err
		}
	}
	n, ok := size.(float64)
	at += len("stream\n")
	if !ok || at+int(n) > len(f.data) {
		return nil, errBroken
	}
	z, err := zlib.NewReader(bytes.NewReader(f.data[at : at+int(n)]))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// leaves lists the pages below a node of the page tree.
func (f *file) leaves(v any) ([]reference, error) {
	d, err := f.dictionary(v)
	if err != nil {
		return nil, err
	}
	kids, ok := d["Kids"].([]any)
	if !ok {
		id, _ := v.(reference)
		return []reference{id}, nil
	}
	var out []reference
	for _, k := range kids {
		below, err := f.leaves(k)
		if err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	return out, nil
}

// sheets gives the names of sheets by their first page: LibreOffice lists them as bookmarks.
func (f *file) sheets(catalogue dictionary) (map[reference]string, error) {
	out := map[reference]string{}
	if catalogue["Outlines"] == nil {
		return out, nil
	}
	entry, err := f.dictionary(catalogue["Outlines"])
	for key := "First"; err == nil && entry[key] != nil; key = "Next" {
		if entry, err = f.dictionary(entry[key]); err != nil {
			break
		}
		title, _ := entry["Title"].(text)
		dest, _ := entry["Dest"].([]any)
		if len(dest) > 0 && len(title) > 2 {
			id, _ := dest[0].(reference)
			out[id] = utf16Text(title[2:]) // after the byte order mark
		}
	}
	return out, err
}

func utf16Text(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, binary.BigEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
