package score

import (
	"math/bits"
	"slices"
	"sync"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Inputs holds the known inputs of a row. A year has tens of thousands of rows with a dozen inputs each, nearly all of them numbers, so a
// number takes eight bytes.
type Inputs struct {
	// known is the set of known inputs, others the set of those among them that are not numbers; see inputBits.
	known, others uint64
	// numbers and values are in the order of workbook.SchemeInputs.
	numbers []float64
	values  []sheet.Value
}

// knownInput is an input and its value.
type knownInput struct {
	key   string
	value sheet.Value
}

func knownInputs(known []knownInput) Inputs {
	var in Inputs
	for _, x := range known {
		in.set(x.key, x.value)
	}
	return in
}

// inputBits maps each input's key to its bit in a set.
var inputBits = sync.OnceValue(func() map[string]uint64 {
	out := map[string]uint64{}
	for i, x := range workbook.SchemeInputs() {
		out[x.Key] = 1 << i
	}
	return out
})

// of gives the value of an input, blank if it is not known.
func (in *Inputs) of(key string) sheet.Value {
	bit := inputBits()[key]
	switch {
	case in.known&bit == 0:
		return sheet.Value{}
	case in.others&bit != 0:
		return in.values[below(in.others, bit)]
	}
	return sheet.Num(in.numbers[below(in.known&^in.others, bit)])
}

// below counts the inputs of a set that come before one.
func below(set, bit uint64) int { return bits.OnesCount64(set & (bit - 1)) }

// set replaces the value of an input; a blank removes it. It panics if key is no input.
func (in *Inputs) set(key string, v sheet.Value) {
	bit := inputBits()[key]
	if bit == 0 {
		panic("score: " + key + " is no input, or one of more than a set has room for") // or its value would be lost silently
	}
	number := v.Kind == sheet.Number && v.Text == ""
	switch {
	case in.known&bit == 0:
	case in.others&bit != 0:
		at := below(in.others, bit)
		if !number && !v.IsBlank() {
			in.values[at] = v
			return
		}
		in.values = slices.Delete(in.values, at, at+1)
	default:
		at := below(in.known&^in.others, bit)
		if number {
			in.numbers[at] = v.Num
			return
		}
		in.numbers = slices.Delete(in.numbers, at, at+1)
	}
	in.known, in.others = in.known&^bit, in.others&^bit
	switch {
	case v.IsBlank():
	case number:
		in.numbers = slices.Insert(in.numbers, below(in.known&^in.others, bit), v.Num)
		in.known |= bit
	default:
		in.values = slices.Insert(in.values, below(in.others, bit), v)
		in.known, in.others = in.known|bit, in.others|bit
	}
}
