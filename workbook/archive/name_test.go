package archive

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSafeNames(t *testing.T) {
	tests := []struct{ name, want string }{
		{"发改局 9月填报表.xlsx", "发改局 9月填报表.xlsx"},
		{"2024-09", "2024-09"},
		{"填报表（终稿）.XLSX", "填报表（终稿）.XLSX"},
		{`a<b>c:d"e/f\g|h?i*j.xlsx`, "a_b_c_d_e_f_g_h_i_j.xlsx"},
		{"第一行\n第二行\t.xlsx", "第一行_第二行_.xlsx"},
		{"../../etc/passwd", "_._etc_passwd"},
		{`C:\Users\张三\表.xlsx`, "C__Users_张三_表.xlsx"},
		{"表. . .", "表"},
		{"  表.xlsx  ", "表.xlsx"},
		{"表 .xlsx", "表.xlsx"},
		{"表..xlsx", "表.xlsx"},
		{".隐藏.xlsx", "隐藏.xlsx"},
		{"...", "_"},
		{"", "_"},
		{"CON", "_CON"},
		{"con.xlsx", "_con.xlsx"},
		{"Aux.tar.gz", "_Aux.tar.gz"},
		{"nul .xlsx", "_nul.xlsx"},
		{"nul .a.xlsx", "_nul .a.xlsx"},
		{"COM1.xlsx", "_COM1.xlsx"},
		{"LPT9", "_LPT9"},
		{"COM¹.xlsx", "_COM¹.xlsx"},
		{"CONIN$.txt", "_CONIN$.txt"},
		{"COM10.xlsx", "COM10.xlsx"},
		{"CONTRACT.xlsx", "CONTRACT.xlsx"},
		{strings.Repeat("长", 200) + ".xlsx", strings.Repeat("长", 95) + ".xlsx"},
		{strings.Repeat("😀", 200) + ".xlsx", strings.Repeat("😀", 47) + ".xlsx"}, // two units each: 94 and 5
		{"名." + strings.Repeat("尾", 200), "名." + strings.Repeat("尾", 98)},
		{strings.Repeat("长", 94) + " 末.xlsx", strings.Repeat("长", 94) + ".xlsx"}, // no space where it was cut
		{"\xb7\xa2.xlsx", "\ufffd\ufffd.xlsx"},                                   // a name in GBK
	}
	for _, tt := range tests {
		if got := SafeName(tt.name); got != tt.want {
			t.Errorf("SafeName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// allowed checks a name against Windows' rules for file names.
func allowed(name string) string {
	switch {
	case name == "" || name == "." || name == "..":
		return "empty"
	case !utf8.ValidString(name):
		return "not text"
	case len(utf16.Encode([]rune(name))) > maxNameUnits:
		return "too long"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || strings.HasPrefix(name, " "):
		return "a dot or space at the edge"
	case strings.ContainsAny(name, `<>:"/\|?*`) || strings.ContainsFunc(name, unicode.IsControl):
		return "a forbidden character"
	}
	stem, _, _ := strings.Cut(name, ".")
	switch strings.ToUpper(strings.TrimRight(stem, " ")) {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return "a device"
	}
	if up := []rune(strings.ToUpper(strings.TrimRight(stem, " "))); len(up) == 4 && (string(up[:3]) == "COM" || string(up[:3]) == "LPT") && strings.ContainsRune("123456789¹²³", up[3]) {
		return "a port"
	}
	return ""
}

func TestSafeNamesAreAllowedEverywhere(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"CON", "nul", "com1", "LPT³", ".", " ", "..", ".xlsx", "表", "😀", "\xff", "/", `\`, ":", "\x00", "a", strings.Repeat("长", 60), "\u202e"})
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "name"), "")
		got := SafeName(name)
		if why := allowed(got); why != "" {
			t.Fatalf("SafeName(%q) = %q: %s", name, got, why)
		}
		if again := SafeName(got); again != got {
			t.Fatalf("SafeName(%q) = %q, again %q", name, got, again)
		}
	})
}

func FuzzSafeName(f *testing.F) {
	for _, s := range []string{"", "CON.xlsx", "表 .xlsx", "a\x00b", strings.Repeat("😀", 80), "...", "x." + strings.Repeat("y", 120) + " .z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if got := SafeName(name); allowed(got) != "" {
			t.Fatalf("SafeName(%q) = %q: %s", name, got, allowed(got))
		}
	})
}
