package formula

import (
	"math"

	"duban/workbook/sheet"
)

// arithmetic computes the functions of one or two numbers.
func (m *machine) arithmetic(n *node) sheet.Value {
	x, e := m.number(n.args[0])
	if e != "" {
		return sheet.Err(e)
	}
	y := 0.0
	if len(n.args) > 1 {
		if y, e = m.number(n.args[1]); e != "" {
			return sheet.Err(e)
		}
	}
	switch n.fn {
	case fnAbs:
		return number(math.Abs(x))
	case fnSign:
		switch {
		case x > 0:
			return sheet.Int(1)
		case x < 0:
			return sheet.Int(-1)
		}
		return sheet.Int(0)
	case fnInt:
		return number(math.Floor(x))
	case fnMod:
		if y == 0 {
			return sheet.Err(errDiv)
		}
		return number(sum(x, -y*math.Floor(x/y)))
	case fnPower:
		return raise(x, y)
	case fnSqrt:
		if x < 0 {
			return sheet.Err(errNum)
		}
		return number(math.Sqrt(x))
	case fnExp:
		return number(math.Exp(x))
	case fnLn, fnLog10:
		if x <= 0 {
			return sheet.Err(errNum)
		}
		if n.fn == fnLn {
			return number(math.Log(x))
		}
		return number(math.Log10(x))
	case fnRound:
		return number(round(x, toPlaces(y), halfUp))
	case fnRoundUp:
		return number(round(x, toPlaces(y), away))
	case fnRoundDown, fnTrunc:
		return number(round(x, toPlaces(y), towards))
	case fnCeiling:
		return multiple(x, y, true)
	case fnFloor:
		return multiple(x, y, false)
	}
	return sheet.Err(errName)
}

// multiple is CEILING, or FLOOR if up is false. A negative step turns the direction for negative numbers.
func multiple(x, step float64, up bool) sheet.Value {
	switch {
	case x == 0 || step == 0 && up:
		return sheet.Int(0)
	case step == 0:
		return sheet.Err(errDiv)
	case x > 0 && step < 0:
		return sheet.Err(errNum)
	}
	q := x / step
	if whole := math.Round(q); compareNumbers(q, whole) == 0 {
		return number(whole * step)
	}
	if up {
		return number(math.Ceil(q) * step)
	}
	return number(math.Floor(q) * step)
}
