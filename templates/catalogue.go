package templates

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
	"text/template"

	"github.com/BurntSushi/toml"
)

//go:embed catalogue/zh/*.toml catalogue/en/*.toml
var catalogueFiles embed.FS

// Languages lists the program's languages, the default first.
func Languages() []string { return []string{"zh", "en"} }

// Catalogue holds the program's texts in one language. Texts have named placeholders, such as "{{.file}}". A text's id is its section's
// name and its own, with a dot between. Sections are read when one of their texts is first asked for: the help needs a
// few of some seventy. Several goroutines may use a catalogue at a time.
type Catalogue struct {
	Lang     string
	sections map[string]*section

	// The other languages are loaded when a form first asks how they name its columns.
	loadOthers sync.Once
	otherLangs []*Catalogue
}

// section is the part of a catalogue whose ids begin with the same word. It may be in several files.
type section struct {
	source []*io.SectionReader
	read   sync.Once
	texts  map[string]*message // by id
}

// message is one text.
type message struct {
	id, text string
	parse    sync.Once
	places   *template.Template // nil for one that is malformed
}

// LoadCatalogue finds a language's texts in the program itself.
func LoadCatalogue(lang string) (*Catalogue, error) {
	c := &Catalogue{Lang: lang, sections: map[string]*section{}}
	files, err := fs.Glob(catalogueFiles, path.Join("catalogue", lang, "*.toml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("load catalogue %q: no such language", lang)
	}
	buffer := make([]byte, 4<<10) // for a line, which usually takes a fortieth of it
	for _, name := range files {
		if err := c.divide(name, buffer); err != nil {
			return nil, fmt.Errorf("load catalogue: %w", err)
		}
	}
	return c, nil
}

// divide splits a file at its tables' headings. It keeps only where the tables are: a copy of the texts would take a tenth
// of the time that the help takes. No text may have a line that begins with a square bracket; a test compares what is found with the
// files read whole.
func (c *Catalogue) divide(name string, buffer []byte) error {
	file, err := catalogueFiles.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	text, ok := file.(io.ReaderAt)
	if !ok {
		return fmt.Errorf("%s: not to be read in parts", name)
	}
	var (
		table    *section
		from, to int64 // where the table begins, and what was read ends
	)
	end := func() {
		if table != nil {
			table.source = append(table.source, io.NewSectionReader(text, from, to-from))
		}
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(buffer, bufio.MaxScanTokenSize)
	lines.Split(wholeLines)
	for lines.Scan() {
		if line := lines.Bytes(); line[0] == '[' {
			if next := c.section(line[1:]); next != table {
				end()
				table, from = next, to
			}
		}
		to += int64(len(lines.Bytes()))
	}
	end()
	return lines.Err()
}

// wholeLines is bufio.ScanLines, but keeps the ends of lines.
func wholeLines(data []byte, atEOF bool) (advance int, line []byte, err error) {
	advance, line, err = bufio.ScanLines(data, atEOF)
	if line != nil {
		line = data[:advance]
	}
	return advance, line, err
}

// section gives the section that a heading, without its opening bracket, belongs to.
func (c *Catalogue) section(heading []byte) *section {
	if at := bytes.IndexAny(heading, ".]"); at >= 0 {
		heading = heading[:at]
	}
	s := c.sections[string(heading)]
	if s == nil {
		s = &section{}
		c.sections[string(heading)] = s
	}
	return s
}

// message finds a text, nil if there is none.
func (c *Catalogue) message(id string) *message {
	name, _, _ := strings.Cut(id, ".")
	s := c.sections[name]
	if s == nil {
		return nil
	}
	s.load()
	return s.texts[id]
}

func (s *section) load() {
	s.read.Do(func() {
		s.texts = map[string]*message{}
		for _, text := range s.source {
			var tables map[string]any
			if _, err := toml.NewDecoder(text).Decode(&tables); err == nil {
				s.collect("", tables)
			}
		}
	})
}

func (s *section) collect(above string, tables map[string]any) {
	for key, v := range tables {
		switch id := above + key; v := v.(type) {
		case string:
			s.texts[id] = &message{id: id, text: v}
		case map[string]any:
			s.collect(id+".", v)
		}
	}
}

// Has reports whether the catalogue has a text.
func (c *Catalogue) Has(id string) bool { return c.message(id) != nil }

// IDs lists the ids of all texts, sorted.
func (c *Catalogue) IDs() []string {
	var out []string
	for _, s := range c.sections {
		s.load()
		for id := range s.texts {
			out = append(out, id)
		}
	}
	sort.Strings(out)
	return out
}

// T gives a text with its placeholders filled in from args, names and values in turn. A missing text shows as ‹id›; a test
// makes sure that none is missing.
func (c *Catalogue) T(id string, args ...any) string {
	m := c.message(id)
	if m == nil {
		return "‹" + id + "›"
	}
	return m.fill(args)
}

// Or gives the first of several texts that the catalogue has, and an empty text if it has none of them.
func (c *Catalogue) Or(ids ...string) string {
	for _, id := range ids {
		if c.Has(id) {
			return c.T(id)
		}
	}
	return ""
}

// Listing separates a list that the program separated with 、 as the language does.
func (c *Catalogue) Listing(s string) string { return strings.ReplaceAll(s, "、", c.T("word.list")) }

// List gives the parts of a text that are separated by 、.
func (c *Catalogue) List(id string) []string {
	if !c.Has(id) {
		return nil
	}
	return strings.Split(c.T(id), "、")
}

// fill puts values into a text's placeholders. A text that cannot be filled shows as ‹id›.
func (m *message) fill(args []any) string {
	if !strings.Contains(m.text, "{{") {
		return m.text
	}
	m.parse.Do(func() {
		if t, err := template.New(m.id).Parse(m.text); err == nil {
			m.places = t
		}
	})
	var b strings.Builder
	if m.places == nil || m.places.Execute(&b, pairs(args)) != nil {
		return "‹" + m.id + "›"
	}
	return b.String()
}

func pairs(args []any) map[string]any {
	data := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			data[name] = args[i+1]
		}
	}
	return data
}
