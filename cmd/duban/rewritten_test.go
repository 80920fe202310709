package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// desk holds what a test needs to write a return and judge it.
type desk struct {
	words *templates.Catalogue
	forms *workbook.TemplateForms
	plan  *workbook.Plan
	tm    *templates.Template
	rules []workbook.Rule
}

// newDesk prepares a bureau's template for 2024-09 and fills in every row correctly.
func newDesk(t testing.TB, bureau string) *desk {
	t.Helper()
	d := &desk{words: catalogue(t, "zh")}
	d.forms = templates.ReturnForms(d.words)
	d.plan = rushan(t, templates.PlanForms(d.words))
	d.rules = validate.RowRules(d.forms, d.forms)
	period, _ := calendar.ParsePeriod("2024-09")
	d.tm = templates.Prepare(d.plan, d.forms, nil, d.plan.Directory.Bureau(bureau), period, d.words)
	n := 0
	for _, ts := range d.tm.Sheets {
		for _, r := range ts.Rows {
			n++
			d.fill(ts.Form, r, n)
		}
		if ts.Blank > 0 {
			r := &templates.TemplateRow{Cells: map[string]sheet.Value{}}
			d.fill(ts.Form, r, n)
			ts.Rows, ts.Blank = append(ts.Rows, r), ts.Blank-1
		}
	}
	return d
}

func (d *desk) fill(f *workbook.Form, r *templates.TemplateRow, n int) {
	for i := range f.Columns {
		col := &f.Columns[i]
		if col.Filled != workbook.ByBureau {
			continue
		}
		switch col.Type {
		case workbook.ChoiceColumn, workbook.BoolColumn:
			r.Cells[col.Key] = sheet.Str(col.Labels()[min(1, len(col.Choices)-1)])
		case workbook.NumberColumn:
			r.Cells[col.Key] = sheet.Num(float64(n) + 0.5)
		case workbook.PercentColumn:
			r.Cells[col.Key] = sheet.Int(20 + n%70)
		case workbook.DateColumn:
			r.Cells[col.Key] = sheet.Int(int(calendar.NewDate(2024, 9, 1+n%28)))
		case workbook.NamesColumn:
			r.Cells[col.Key] = sheet.Str("财政局、农业局")
		default:
			r.Cells[col.Key] = sheet.Str(fmt.Sprintf("第%d项 <已>完成 & 正在“推进”\n下月续报", n))
		}
	}
	if f.Key == workbook.FormProblems {
		r.Cells[workbook.ColTask] = sheet.Value{}
	}
}

func (d *desk) file(t testing.TB) []byte {
	t.Helper()
	d.tm.Key = demoKey()
	laid, err := templates.Layout(d.tm, d.forms, d.rules, d.words)
	if err != nil {
		t.Fatal(err)
	}
	data, err := xlsx.Write(laid)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// reading is what is read of a return, by form, row and column, without places, and the findings.
type reading struct {
	Bureau, Period string
	Cells          map[string]string
	Said           []string
}

func (d *desk) read(t testing.TB, data []byte) *reading {
	t.Helper()
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	ret, v := d.judged(book)
	r := &reading{Period: ret.Period.String(), Cells: map[string]string{}}
	if ret.Bureau != nil {
		r.Bureau = ret.Bureau.Name
	}
	for key, table := range ret.Tables {
		for i, rec := range table.Records {
			id := rec.ID
			if id == "" {
				id = strconv.Itoa(i)
			}
			for j := range table.Form.Columns {
				c, col := rec.At(j), &table.Form.Columns[j]
				if col.Filled == workbook.ByBureau && c.State != workbook.Empty {
					text := c.Text
					if col.Type == workbook.NumberColumn || col.Type == workbook.PercentColumn {
						text = ""
					}
					r.Cells[key+" "+id+" "+col.Key] = fmt.Sprintf("%d|%s|%g|%s|%s|%v", c.State, text, c.Num, c.Date, c.Key, c.List())
				}
			}
		}
	}
	for i := range v.Findings {
		if f := &v.Findings[i]; !slices.Contains(r.Said, f.Code) {
			r.Said = append(r.Said, f.Code)
		}
	}
	slices.Sort(r.Said)
	return r
}

// judged decodes a return and checks it by the plan that it was issued by.
func (d *desk) judged(book *sheet.Book) (*workbook.Return, validate.Verdict) {
	ret := workbook.DecodeReturn(book, "r.xlsx", d.plan, d.forms)
	return ret, validate.New().CheckReturn(validate.Context{Plan: d.plan, Forms: d.forms, Rules: d.rules, Period: d.tm.Period, Locked: d.tm.Locked,
		Rows: d.tm.RowIDs(), Keys: []workbook.Key{demoKey()}, Sealed: true}, ret)
}

// parts are the parts of a workbook file, in order.
type parts struct {
	names []string
	body  map[string]string
}

func unpack(t testing.TB, data []byte) *parts {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	p := &parts{body: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		p.names = append(p.names, f.Name)
		p.body[f.Name] = string(text)
	}
	return p
}

func (p *parts) pack(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, n := range p.names {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, p.body[n]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// each changes the parts whose names begin with prefix.
func (p *parts) each(prefix string, change func(string) string) {
	for _, n := range p.names {
		if strings.HasPrefix(n, prefix) {
			p.body[n] = change(p.body[n])
		}
	}
}

var (
	sharedCell  = regexp.MustCompile(`<c r="([A-Z]+\d+)"( s="\d+")? t="s"><v>(\d+)</v></c>`)
	sharedItem  = regexp.MustCompile(`(?s)<si>(.*?)</si>`)
	numberCell  = regexp.MustCompile(`(<c r="[A-Z]+\d+" s="(\d+)">)<v>(\d+)</v>`)
	xfElement   = regexp.MustCompile(`<xf [^>]*?numFmtId="(\d+)"`)
	cellFormats = regexp.MustCompile(`(?s)<cellXfs.*?</cellXfs>`)
)

// inline replaces shared strings by the texts themselves, as write formats them.
func (p *parts) inline(write func(text string) string) {
	items := sharedItem.FindAllStringSubmatch(p.body["xl/sharedStrings.xml"], -1)
	p.each("xl/worksheets/sheet", func(s string) string {
		return sharedCell.ReplaceAllStringFunc(s, func(c string) string {
			m := sharedCell.FindStringSubmatch(c)
			n, _ := strconv.Atoi(m[3])
			return `<c r="` + m[1] + `"` + m[2] + ` t="inlineStr"><is>` + write(items[n][1]) + `</is></c>`
		})
	})
}

// dated gives the cell styles that show days.
func (p *parts) dated() map[string]bool {
	out := map[string]bool{}
	codes := regexp.MustCompile(`numFmtId="(\d+)" formatCode="([^"]*)"`).FindAllStringSubmatch(p.body["xl/styles.xml"], -1)
	for i, m := range xfElement.FindAllStringSubmatch(cellFormats.FindString(p.body["xl/styles.xml"]), -1) {
		for _, c := range codes {
			if c[1] == m[1] && strings.Contains(c[2], "yy") {
				out[strconv.Itoa(i)] = true
			}
		}
		if m[1] == "14" {
			out[strconv.Itoa(i)] = true
		}
	}
	return out
}

// TestReturnsRewrittenByPrograms writes one return in the ways in which different programs write the same workbook. It is read as the same,
// and repairs are reported.
func TestReturnsRewrittenByPrograms(t *testing.T) {
	d := newDesk(t, "农业局")
	sent := d.file(t)
	want := d.read(t, sent)
	if len(want.Cells) < 40 || want.Bureau != "农业局" || want.Period != "2024-09" {
		t.Fatalf("%d cells from %s for %s", len(want.Cells), want.Bureau, want.Period)
	}
	plainText := regexp.MustCompile(`(?s)<t[^>]*>(.*?)</t>`)
	for name, c := range map[string]struct {
		do   func(p *parts)
		said []string
	}{
		"inline strings": {func(p *parts) { p.inline(func(s string) string { return s }) }, nil},
		"rich text": {func(p *parts) {
			p.inline(func(s string) string {
				text := []rune(plainText.FindStringSubmatch(s)[1])
				if len(text) < 2 || bytes.ContainsAny([]byte(string(text)), "&<") {
					return s
				}
				return `<r><rPr><b/></rPr><t xml:space="preserve">` + string(text[:1]) + `</t></r><r><t xml:space="preserve">` + string(text[1:]) + `</t></r>`
			})
		}, nil},
		"phonetic runs": {func(p *parts) {
			p.each("xl/sharedStrings.xml", func(s string) string {
				return strings.ReplaceAll(s, "</si>", `<rPh sb="0" eb="1"><t>pin yin</t></rPh><phoneticPr fontId="1"/></si>`)
			})
		}, nil},
		"strict": {func(p *parts) {
			p.each("", func(s string) string {
				return strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
					"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "http://purl.oclc.org/ooxml/officeDocument/customProperties",
					"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties", "http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties",
					"http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/").Replace(s)
			})
		}, nil},
		"dates from 1904": {func(p *parts) {
			dated := p.dated()
			p.each("xl/workbook.xml", func(s string) string { return strings.Replace(s, "<workbookPr ", `<workbookPr date1904="true" `, 1) })
			p.each("xl/worksheets/sheet", func(s string) string {
				return numberCell.ReplaceAllStringFunc(s, func(c string) string {
					m := numberCell.FindStringSubmatch(c)
					if n, _ := strconv.Atoi(m[3]); dated[m[2]] {
						return m[1] + "<v>" + strconv.Itoa(n-1462) + "</v>"
					}
					return c
				})
			})
		}, []string{"date-1904"}},
		"dates as text of ISO 8601": {func(p *parts) {
			dated := p.dated()
			p.each("xl/worksheets/sheet", func(s string) string {
				return numberCell.ReplaceAllStringFunc(s, func(c string) string {
					m := numberCell.FindStringSubmatch(c)
					if n, _ := strconv.Atoi(m[3]); dated[m[2]] {
						return strings.Replace(m[1], ">", ` t="d">`, 1) + "<v>" + calendar.Date(n).String() + "T00:00:00</v>"
					}
					return c
				})
			})
		}, nil},
		"styles lost": {func(p *parts) {
			p.names = slices.DeleteFunc(p.names, func(n string) bool { return n == "xl/styles.xml" })
		}, []string{"repaired-date-serial", "styles-missing"}},
		"wrong dimension": {func(p *parts) {
			dimension := regexp.MustCompile(`<dimension ref="[^"]*"`)
			p.each("xl/worksheets/sheet", func(s string) string { return dimension.ReplaceAllString(s, `<dimension ref="A1"`) })
		}, nil},
		"places left out": {func(p *parts) {
			place := regexp.MustCompile(`<row r="\d+"`)
			p.each("xl/worksheets/sheet2", func(s string) string { return place.ReplaceAllString(s, "<row") })
		}, nil},
		"drop-downs, formats and protection gone": {func(p *parts) {
			gone := regexp.MustCompile(`(?s)<dataValidations.*?</dataValidations>|<conditionalFormatting.*?</conditionalFormatting>|<sheetProtection[^>]*?(/>|></sheetProtection>)|<autoFilter.*?</autoFilter>`)
			p.each("xl/worksheets/sheet", func(s string) string { return gone.ReplaceAllString(s, "") })
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := unpack(t, sent)
			before := strings.Join(p.names, "|") + fmt.Sprint(p.body)
			c.do(p)
			if before == strings.Join(p.names, "|")+fmt.Sprint(p.body) {
				t.Fatal("nothing was rewritten")
			}
			got := d.read(t, p.pack(t))
			if diff := cmp.Diff(want.Cells, got.Cells); diff != "" || got.Bureau != want.Bureau || got.Period != want.Period {
				t.Errorf("read otherwise:\n%s", diff)
			}
			said := append(slices.Clone(want.Said), c.said...)
			slices.Sort(said)
			if diff := cmp.Diff(said, got.Said); diff != "" {
				t.Errorf("said:\n%s", diff)
			}
		})
	}
}
