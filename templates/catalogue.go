package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/zh/*.toml catalogue/en/*.toml
var catalogueFiles embed.FS

// Languages are the languages that the program speaks, the default first.
func Languages() []string { return []string{"zh", "en"} }

// Catalogue is the program's text in one language. Texts have named places, as "{{.file}}".
type Catalogue struct {
	Lang  string
	local *i18n.Localizer
	ids   map[string]bool

	// The other languages are loaded when a form first asks how they name its columns.
	loadOthers sync.Once
	otherLangs []*Catalogue
}

// LoadCatalogue reads a language's texts from the program itself.
func LoadCatalogue(lang string) (*Catalogue, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("load catalogue %q: %w", lang, err)
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &Catalogue{Lang: lang, ids: map[string]bool{}}
	files, err := fs.Glob(catalogueFiles, path.Join("catalogue", lang, "*.toml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("load catalogue %q: no such language", lang)
	}
	for _, name := range files {
		text, err := catalogueFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("load catalogue: %w", err)
		}
		// The bundle takes the language from a file's name.
		f, err := bundle.ParseMessageFileBytes(text, path.Base(strings.TrimSuffix(name, ".toml"))+"."+lang+".toml")
		if err != nil {
			return nil, fmt.Errorf("load catalogue %s: %w", name, err)
		}
		for _, m := range f.Messages {
			if c.ids[m.ID] {
				return nil, fmt.Errorf("load catalogue %s: %s stands there twice", name, m.ID)
			}
			c.ids[m.ID] = true
		}
	}
	c.local = i18n.NewLocalizer(bundle, lang)
	return c, nil
}

// Has reports whether the catalogue has a text.
func (c *Catalogue) Has(id string) bool { return c.ids[id] }

// IDs lists the ids of all texts, sorted.
func (c *Catalogue) IDs() []string {
	out := make([]string, 0, len(c.ids))
	for id := range c.ids {
		out = append(out, id)
	}
	sort.Strings(out)
	return out
}

// T gives a text with its places filled from names and values in turn. A text that is missing shows as ‹id›; a test
// holds that none is.
func (c *Catalogue) T(id string, args ...any) string {
	return c.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: pairs(args)})
}

// N gives a text in the plural form of a count, which fills the place "n".
func (c *Catalogue) N(id string, n int, args ...any) string {
	data := pairs(args)
	data["n"] = n
	return c.localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: data})
}

// Or gives the first of several texts that the catalogue has, and nothing where it has none of them.
func (c *Catalogue) Or(ids ...string) string {
	for _, id := range ids {
		if c.ids[id] {
			return c.T(id)
		}
	}
	return ""
}

// List gives a text that lists writings separated by 、, taken apart.
func (c *Catalogue) List(id string) []string {
	if !c.ids[id] {
		return nil
	}
	return strings.Split(c.T(id), "、")
}

func (c *Catalogue) localize(cfg *i18n.LocalizeConfig) string {
	if !c.ids[cfg.MessageID] {
		return "‹" + cfg.MessageID + "›"
	}
	s, err := c.local.Localize(cfg)
	if err != nil {
		return "‹" + cfg.MessageID + "›"
	}
	return s
}

func pairs(args []any) map[string]any {
	data := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return data
}
