package paper

import (
	"math"
	"strings"
)

// Run is a text on one line in one type. Lengths are in points, from the lower left corner of the page.
type Run struct {
	Text string
	// X and Y are its beginning, on the baseline.
	X, Y, Width, Size float64
	// Link says that it is a link.
	Link bool
	seen box
}

// box is a part of a page.
type box struct{ left, bottom, right, top float64 }

var (
	everything = box{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}
	nothing    = box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
)

func (b box) and(o box) box {
	return box{max(b.left, o.left), max(b.bottom, o.bottom), min(b.right, o.right), min(b.top, o.top)}
}

// The height of letters above the baseline, as a part of their size; how much of it must be visible for them to be read; and how much
// of a line may be missing: half a letter.
const (
	letterHigh = 0.8
	leastSeen  = 0.85
	mostMissed = 0.5
)

// Cut reports whether a part of the run that is needed to read it was outside the visible area when it was drawn: across, at an end
// of its line, or up, above or below. LibreOffice draws the whole text and clips it to its cell.
func (r Run) Cut() (across, up bool) {
	high := letterHigh * r.Size
	seen := min(r.Y+high, r.seen.top) - max(r.Y, r.seen.bottom)
	return r.seen.left-r.X > mostMissed*r.Size || r.X+r.Width-r.seen.right > mostMissed*r.Size, seen < leastSeen*high
}

// matrix is an affine map: x becomes m[0]x + m[2]y + m[4], and y likewise.
type matrix [6]float64

var unmoved = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) place(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// over applies m first, then o.
func (m matrix) over(o matrix) (out matrix) {
	for i := 0; i < len(m); i += 2 {
		out[i], out[i+1] = o[0]*m[i]+o[2]*m[i+1], o[1]*m[i]+o[3]*m[i+1]
	}
	out[4], out[5] = out[4]+o[4], out[5]+o[5]
	return out
}

// pen is the drawing state of a page, as far as texts need it.
type pen struct {
	page matrix
	seen box
	font *font
	size float64
}

// drawing is a page that is being drawn.
type drawing struct {
	pen
	kept []pen
	// path is the bounding box of what was traced since the last painting operator; clips says that it will clip what is visible.
	path  box
	clips bool
	line  matrix
	fonts map[string]*font
	runs  []Run
}

// draw gives the runs of a page.
func (f *file) draw(id reference) ([]Run, error) {
	page, err := f.dictionary(id)
	if err != nil {
		return nil, err
	}
	d := &drawing{pen: pen{page: unmoved, seen: everything}, path: nothing, fonts: map[string]*font{}}
	resources, err := f.dictionary(page["Resources"])
	if err != nil {
		return nil, err
	}
	if resources["Font"] != nil {
		fonts, err := f.dictionary(resources["Font"])
		if err != nil {
			return nil, err
		}
		for key, v := range fonts {
			if d.fonts[key], err = f.font(v); err != nil {
				return nil, err
			}
		}
	}
	content, err := f.stream(page["Contents"])
	if err != nil {
		return nil, err
	}
	l := &lexer{data: content}
	var args []any
	for {
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case nil:
			return d.runs, f.links(page, d.runs)
		case operator:
			if !d.do(v, args) {
				return nil, errBroken
			}
			args = args[:0]
		default:
			args = append(args, v)
		}
	}
}

// links marks the runs that are links: those that begin within one of the page's link areas.
func (f *file) links(page dictionary, runs []Run) error {
	places, _ := page["Annots"].([]any)
	for _, place := range places {
		d, err := f.dictionary(place)
		if err != nil {
			return err
		}
		r, _ := d["Rect"].([]any)
		if d["Subtype"] != name("Link") || len(r) != 4 {
			continue
		}
		var n [4]float64
		for i := range r {
			n[i], _ = r[i].(float64)
		}
		for i := range runs {
			// The middle of the first letter, as areas touch at their edges.
			x, y := runs[i].X+runs[i].Size/4, runs[i].Y+runs[i].Size/4
			runs[i].Link = runs[i].Link || n[0] <= x && x <= n[2] && n[1] <= y && y <= n[3]
		}
	}
	return nil
}

// operands is the number of numeric operands, for the operators that matter.
var operands = map[operator]int{"cm": 6, "re": 4, "m": 2, "l": 2, "c": 6, "Td": 2, "Tm": 6}

// do executes an operator. It fails if the operands do not fit it.
func (d *drawing) do(op operator, args []any) bool {
	var n [6]float64
	count := operands[op]
	if count > len(args) {
		return false
	}
	for i := range count {
		n[i], _ = args[i].(float64)
	}
	switch op {
	case "q":
		d.kept = append(d.kept, d.pen)
	case "Q":
		if len(d.kept) == 0 {
			return false
		}
		d.pen, d.kept = d.kept[len(d.kept)-1], d.kept[:len(d.kept)-1]
	case "cm":
		d.page = matrix(n).over(d.page)
	case "re":
		d.trace(n[0], n[1])
		d.trace(n[0]+n[2], n[1]+n[3])
	case "m", "l":
		d.trace(n[0], n[1])
	case "c":
		d.trace(n[4], n[5])
	case "W", "W*":
		d.clips = true
	case "n", "S", "s", "f", "f*", "B", "B*", "b", "b*":
		if d.clips {
			d.seen = d.seen.and(d.path)
		}
		d.path, d.clips = nothing, false
	case "BT":
		d.line = unmoved
	case "Tf":
		return d.take(args)
	case "Td":
		d.line = matrix{1, 0, 0, 1, n[0], n[1]}.over(d.line)
	case "Tm":
		d.line = matrix(n)
	case "Tj", "TJ":
		return d.write(args)
	}
	return true
}

// trace adds a point to the path.
func (d *drawing) trace(x, y float64) {
	x, y = d.page.place(x, y)
	d.path = box{min(d.path.left, x), min(d.path.bottom, y), max(d.path.right, x), max(d.path.top, y)}
}

// take selects a font.
func (d *drawing) take(args []any) bool {
	if len(args) != 2 {
		return false
	}
	key, _ := args[0].(name)
	d.size, _ = args[1].(float64)
	d.font = d.fonts[string(key)]
	return d.font != nil
}

// write adds a run: a text, or a list of texts with the distances to go back between them.
func (d *drawing) write(args []any) bool {
	if len(args) != 1 || d.font == nil {
		return false
	}
	parts, ok := args[0].([]any)
	if !ok {
		parts = args
	}
	var b strings.Builder
	wide := 0.0
	for _, p := range parts {
		switch p := p.(type) {
		case float64:
			wide -= p
		case text:
			for _, code := range p {
				wide += d.font.wide[code]
				b.WriteString(d.font.says[code])
			}
		}
	}
	at := d.line.over(d.page)
	across, up := math.Hypot(at[0], at[1]), math.Hypot(at[2], at[3])
	r := Run{Text: b.String(), X: at[4], Y: at[5], Width: wide / 1000 * d.size * across, Size: d.size * up, seen: d.seen}
	if at[1] != 0 { // the title of a chart's axis, which is vertical
		r.Width, r.seen = 0, everything
	}
	d.runs = append(d.runs, r)
	return true
}
