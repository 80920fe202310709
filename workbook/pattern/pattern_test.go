package pattern

import (
	"sync"
	"testing"
)

func TestPattern(t *testing.T) {
	p := New(`^(\d{4})年(\d{1,2})月$`)
	if p.compiled != nil && !eager {
		t.Error("compiled before it was used")
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if got := p.FindStringSubmatch("2024年9月"); len(got) != 3 || got[1] != "2024" || got[2] != "9" {
				t.Errorf("got %q", got)
			}
		})
	}
	wait.Wait()
	written := 0
	of := Of(func() string { written++; return `第\d+` })
	if written > 0 && !eager {
		t.Error("written before it was used")
	}
	if got := of.FindString("共第12项") + of.FindString("第3项"); got != "第12第3" || written != 1 {
		t.Errorf("got %q, written %d times", got, written)
	}
	if got := New(`月[底末]`).ReplaceAllString("9月底、10月末", "月"); got != "9月、10月" {
		t.Errorf("got %q", got)
	}
}

func TestMalformed(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a malformed pattern did not panic")
		}
	}()
	New(`(`).MatchString("")
}

// A text that a gate rejects never matches, and a text that matches always passes.
func TestGate(t *testing.T) {
	texts := []string{"", "9月底前", "年底前完成", "由发改局", "要素", "要求", "必须要", "前", "第3次", "abc", "前50名", "目前", "一、二", "\xff", "由", "x由", "请由", "（一）", "12", "完成12项。", "Ａ"}
	for _, x := range []struct {
		expr        string
		first, last bool
	}{
		{`^(?:会议|会上)(明确|要求)`, true, false},
		{`(?:由|交由|委托)$|^请$`, true, true},
		{`(?:第|(?:^|[^目此])前|〔)$`, false, true},
		{`必须|要(?:[^求素]|$)|将(?:[^近]|$)`, true, false},
		{`^(?:\d{1,2}月(?:底|末)?|上午)$`, true, true},
		{`(\d[\d,]*(?:\.\d+)?)\s?(万|亿)?(项|个)`, true, false},
		{`^等?(?:[\p{Han}]{0,4}?(?:部门|单位))`, false, false},
		{`a*`, false, false},
		{`(?i)abc`, false, false},
		{`\b前`, true, false},
	} {
		p := New(x.expr)
		re := p.regexp()
		if p.gate.first != nil != x.first || p.gate.last != nil != x.last {
			t.Errorf("%s: looks at the first character: %v, at the last: %v", x.expr, p.gate.first != nil, p.gate.last != nil)
		}
		for _, s := range texts {
			if got, want := p.FindString(s), re.FindString(s); got != want || p.MatchString(s) != re.MatchString(s) {
				t.Errorf("%s in %q: got %q, want %q", x.expr, s, got, want)
			}
		}
	}
}
