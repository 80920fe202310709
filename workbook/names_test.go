package workbook

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/adrg/strutil/metrics"
	"pgregory.net/rapid"
)

func bureauNames(bs []*Bureau) string {
	var out []string
	for _, b := range bs {
		out = append(out, b.Name)
	}
	return strings.Join(out, "、")
}

func roster() []*Bureau {
	return []*Bureau{
		{Code: "FG", Name: "发改局", FullName: "乳山市发展和改革局", Aliases: []string{"发改", "发改部门"}, Groups: []string{"各部门"}},
		{Code: "CZ", Name: "财政局", Aliases: []string{"财政"}, Groups: []string{"各部门"}},
		{Code: "ZJ", Name: "住建局", Aliases: []string{"建设局"}, Groups: []string{"各部门"}},
		{Code: "HY", Name: "海阳所镇", Groups: []string{"各镇", "各镇区"}},
		{Code: "BT", Name: "白沙滩镇", Groups: []string{"各镇", "各镇区"}},
		{Code: "JK", Name: "经济开发区", Groups: []string{"各镇区"}},
	}
}

func TestNamesAreFound(t *testing.T) {
	d := NewDirectory(roster())
	tests := []struct{ name, bureau, group string }{
		{"发改局", "发改局", ""},
		{" 发 改\n局 ", "发改局", ""},
		{"乳山市发展和改革局", "发改局", ""},
		{"发改部门", "发改局", ""},
		{"fg", "发改局", ""},
		{"ＦＧ", "发改局", ""},
		{"建设局", "住建局", ""},
		{"各镇", "", "海阳所镇、白沙滩镇"},
		{"各镇区", "", "海阳所镇、白沙滩镇、经济开发区"},
		{"发改委", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		got := ""
		if b := d.Bureau(tt.name); b != nil {
			got = b.Name
		}
		if group := bureauNames(d.Group(tt.name)); got != tt.bureau || group != tt.group {
			t.Errorf("%q is bureau %q, group %q", tt.name, got, group)
		}
	}
	if len(d.Clashes) != 0 {
		t.Errorf("clashes: %v", d.Clashes)
	}
}

func TestNearNamesAreSuggested(t *testing.T) {
	d := NewDirectory(roster())
	tests := []struct{ name, want string }{
		{"发改委", "发改局"},
		{"财政所", "财政局"},
		{"建设厅", "住建局"}, // by its alias 建设局
		{"住建委", "住建局"},
		{"海阳镇", "海阳所镇"},
		{"白沙镇", "白沙滩镇"},
		{"经开区", "经济开发区"},
		{"各镇街道", "各镇"},
		{"农牧局", ""},
		{"审计署", ""},
		{"交警大队", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got := d.Suggest(tt.name)
		if got != tt.want {
			t.Errorf("for %q suggested %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNearestIsSteady(t *testing.T) {
	if got := Nearest("CY-0", []string{"CY-02", "CY-01", "CY-03"}); got != "CY-02" {
		t.Errorf("of equals %q, want the first", got)
	}
	if got := Nearest("cy-01", []string{"CY-01"}); got != "" {
		t.Errorf("a name that is the same was suggested: %q", got)
	}
	if got := Nearest("CY-01", nil); got != "" {
		t.Errorf("of nothing %q", got)
	}
}

// No name that is similar to a text is missed by the comparison of common characters.
func TestMostLikeIsNeverLess(t *testing.T) {
	jw, lev := metrics.NewJaroWinkler(), metrics.NewLevenshtein()
	word := rapid.StringOfN(rapid.RuneFrom([]rune("发改局财政住建县市1a")), 1, 14, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, name := word.Draw(t, "text"), word.Draw(t, "name")
		most := mostLike(text, utf8.RuneCountInString(text), name, utf8.RuneCountInString(name))
		if like := (jw.Compare(text, name) + lev.Compare(text, name)) / 2; like > most+rounding {
			t.Fatalf("%q and %q: %v, thought to be %v at the most", text, name, like, most)
		}
	})
}

func TestClashes(t *testing.T) {
	bs := append(roster(),
		&Bureau{Code: "NY", Name: "农业农村局", Aliases: []string{"农业局", "发改", "农业农村局"}},
		&Bureau{Code: "CZ", Name: "城镇化办"})
	d := NewDirectory(bs)
	var got []string
	for _, c := range d.Clashes {
		got = append(got, c.Name+":"+c.First.Name+"/"+c.Second.Name)
	}
	if s := strings.Join(got, " "); s != "发改:发改局/农业农村局 CZ:财政局/城镇化办" {
		t.Errorf("clashes %s", s)
	}
	if d.Bureau("发改").Name != "发改局" || d.Bureau("CZ").Name != "财政局" {
		t.Error("a name in dispute left the first who had it")
	}
}

// Names are found in running text wherever they are, as if every name were looked for one by one.
func TestMentionedAsOneByOne(t *testing.T) {
	bureaus := []*Bureau{{Code: "A", Name: "发改局", Aliases: []string{"发改", "发展改革局"}}, {Code: "B", Name: "改局部门", FullName: "乳山市改局部门"}, {Code: "C", Name: "发改局二处"}, {Code: "D", Name: "ABC 公司"}}
	d := NewDirectory(bureaus)
	pieces := rapid.SampledFrom([]string{"发", "改", "局", "部", "门", "发展改革局", "乳山市", "abc", "ABC", "公司", " ", "、", "二处", "\xe5"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "text"), "")
		var want []*Bureau
		for _, b := range bureaus {
			for _, n := range append([]string{b.Name, b.FullName}, b.Aliases...) {
				if utf8.RuneCountInString(n) >= shortestMention && strings.Contains(Fold(text), Fold(n)) {
					want = append(want, b)
					break
				}
			}
		}
		if got := d.Mentioned(text); !slices.Equal(got, want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}
