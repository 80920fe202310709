package xlsx

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"testing"
)

// deflated packs data as the standard library does at a level, cut into so many blocks.
func deflated(tb testing.TB, data []byte, level, blocks int) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range blocks {
		if _, err := w.Write(data[len(data)*i/blocks : len(data)*(i+1)/blocks]); err != nil {
			tb.Fatal(err)
		}
		if i+1 < blocks {
			if err := w.Flush(); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// deflateSamples are texts that repeat themselves closely, widely, hardly and not at all.
func deflateSamples() map[string][]byte {
	random := func(n, of int) []byte {
		b, seed := make([]byte, n), uint32(7)
		for i := range b {
			seed = seed*1664525 + 1013904223
			b[i] = byte(int(seed>>16) % of)
		}
		return b
	}
	skewed := random(60_000, 256)
	for i := range skewed {
		if skewed[i] > 20 {
			skewed[i] %= 3 // some bytes are rare, so that their codes are long
		}
	}
	wide := random(1000, 256)
	return map[string][]byte{
		"nothing": nil, "one byte": {7}, "zeros": make([]byte, 100_000), "pairs": bytes.Repeat([]byte("ab"), 500),
		"cells":  bytes.Repeat([]byte(`<c r="A1" s="12" t="s"><v>305</v></c><c r="B1" s="7"><v>0.125</v></c>`), 900),
		"random": random(70_000, 256), "few": random(40_000, 5), "skewed": skewed,
		"far": append(append(bytes.Clone(wide), random(31_000, 256)...), wide...),
	}
}

func TestInflate(t *testing.T) {
	var f inflater
	for name, data := range deflateSamples() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.DefaultCompression, flate.BestCompression} {
			for _, blocks := range []int{1, 7} {
				packed := deflated(t, data, level, blocks)
				out := make([]byte, len(data))
				if end := f.inflate(packed, out); end != inflatedWhole || !bytes.Equal(out, data) {
					t.Errorf("%s at level %d in %d blocks: ends with %d", name, level, blocks, end)
				}
				if end := f.inflate(packed, make([]byte, len(data)+1)); end != inflatedShort {
					t.Errorf("%s at level %d: a byte too many is declared: %d", name, level, end)
				}
				if len(data) == 0 {
					continue
				}
				if end := f.inflate(packed, make([]byte, len(data)-1)); end != inflatedLong {
					t.Errorf("%s at level %d: a byte too few is declared: %d", name, level, end)
				}
				for _, cut := range []int{0, 1, len(packed) / 2, len(packed) - 1} {
					if end := f.inflate(packed[:cut], out); end != inflatedShort {
						t.Errorf("%s at level %d cut off at %d of %d: %d", name, level, cut, len(packed), end)
					}
				}
			}
		}
	}
}

// What no packer writes is refused, not guessed.
func TestInflateCorrupt(t *testing.T) {
	for name, packed := range map[string][]byte{
		"a kind of block that is not":                  {0x07},
		"a stored block whose length is not confirmed": {0x01, 0x05, 0x00, 0x00, 0x00, 1, 2, 3, 4, 5},
		"a distance before the beginning":              {0x03, 0x02, 0x00, 0x00},
		"too many codes for lengths":                   {0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	} {
		var f inflater
		if end := f.inflate(packed, make([]byte, 600)); end != inflatedCorrupt {
			t.Errorf("%s: ends with %d", name, end)
		}
	}
}

// FuzzInflate holds the inflater against the standard library's on anything.
func FuzzInflate(f *testing.F) {
	for _, data := range deflateSamples() {
		for _, level := range []int{flate.HuffmanOnly, flate.BestSpeed, flate.BestCompression} {
			packed := deflated(f, data[:min(len(data), 4000)], level, 2)
			f.Add(packed, 4000)
			for i := 3; i < len(packed); i += 1 + len(packed)/7 {
				bad := bytes.Clone(packed)
				bad[i] ^= 0x10
				f.Add(bad, 4000)
			}
		}
	}
	f.Fuzz(func(t *testing.T, packed []byte, most int) {
		if most < 0 || most > 1<<16 {
			return
		}
		want, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), int64(most)+1))
		size := min(len(want), most)
		var in inflater
		out := make([]byte, size)
		end := in.inflate(packed, out)
		switch {
		case len(want) > most:
			// The standard library may find a fault behind what was asked for; ours stops where too much begins.
			if end == inflatedWhole {
				t.Fatal("more than declared is taken")
			}
		case err == nil:
			if end != inflatedWhole {
				t.Fatalf("a sound stream of %d bytes ends with %d", len(want), end)
			}
		case end == inflatedWhole:
			t.Fatalf("a stream is taken that the standard library refuses: %v", err)
		}
		if n := min(in.n, len(want), size); !bytes.Equal(out[:n], want[:n]) {
			t.Fatal("other bytes than the standard library's")
		}
	})
}

func BenchmarkInflater(b *testing.B) {
	data := deflateSamples()["cells"]
	packed := deflated(b, data, flate.DefaultCompression, 1)
	for _, reader := range []string{"ours", "standard library"} {
		b.Run(fmt.Sprint(reader), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			out := make([]byte, len(data))
			var f inflater
			std := flate.NewReader(bytes.NewReader(packed))
			for b.Loop() {
				if reader == "ours" {
					if f.inflate(packed, out) != inflatedWhole {
						b.Fatal("not inflated")
					}
					continue
				}
				if err := std.(flate.Resetter).Reset(bytes.NewReader(packed), nil); err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadFull(std, out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
