//! The inner loops: matrix products with packed weights, layer normalisation, scores of a state.
//!
//! Weights are packed in panels of 24 columns, input by input. For a maxout layer a panel holds eight outputs times
//! three pieces, so that the maximum is taken in registers and the pieces are never stored. Four rows by a panel are
//! twelve accumulators of eight floats, which is what sixteen AVX registers hold beside the operands.
//!
//! Each output is one chain of additions over the inputs in order, whatever rows are computed along with it. So the
//! result for a row never depends on how rows were grouped.

/// Columns of a panel.
pub(crate) const PANEL: usize = 24;
/// Outputs of a panel of a maxout layer.
const OUTPUTS: usize = 8;

/// Packs `w[96][3][inputs]` and `b[96][3]` of a maxout layer.
pub(crate) fn pack_maxout(w: &[f32], b: &[f32], inputs: usize) -> (Vec<f32>, Vec<f32>) {
    let outputs = b.len() / 3;
    let (mut pw, mut pb) = (Vec::with_capacity(w.len()), Vec::with_capacity(b.len()));
    for first in (0..outputs).step_by(OUTPUTS) {
        for i in 0..inputs {
            for piece in 0..3 {
                pw.extend((first..first + OUTPUTS).map(|o| w[(o * 3 + piece) * inputs + i]));
            }
        }
        for piece in 0..3 {
            pb.extend((first..first + OUTPUTS).map(|o| b[o * 3 + piece]));
        }
    }
    (pw, pb)
}

/// Packs `w[outputs][inputs]` of a linear layer, padded with zeros to whole panels.
pub(crate) fn pack_linear(w: &[f32], outputs: usize, inputs: usize) -> Vec<f32> {
    let mut packed = Vec::with_capacity(outputs.next_multiple_of(PANEL) * inputs);
    for first in (0..outputs).step_by(PANEL) {
        for i in 0..inputs {
            packed.extend((first..first + PANEL).map(|o| if o < outputs { w[o * inputs + i] } else { 0.0 }));
        }
    }
    packed
}

/// Rows of a matrix that may overlap: row `r` is `data[r * stride..][..width]`.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) width: usize,
    pub(crate) count: usize,
}

impl Rows<'_> {
    fn check(&self) {
        assert!(self.count == 0 || (self.count - 1) * self.stride + self.width <= self.data.len());
    }
}

/// The instructions that the processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Kernel {
    /// The fastest that runs here.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Self::Avx2;
        }
        Self::Portable
    }

    /// `out[r][o] = max over pieces of x[r] · w[o][piece] + b[o][piece]`; as many outputs as `b` has thirds.
    pub(crate) fn maxout(self, x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32]) {
        self.product::<true>(x, w, b, out, b.len() / 3);
    }

    /// `out[r][o] = x[r] · w[o] + b[o]`, rows of `out` as long as `b`, which is padded to whole panels.
    pub(crate) fn linear(self, x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32]) {
        self.product::<false>(x, w, b, out, b.len());
    }

    fn product<const MAX: bool>(self, x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32], width: usize) {
        x.check();
        assert!(b.len().is_multiple_of(PANEL) && w.len() == b.len() * x.width && out.len() >= x.count * width);
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => avx2::product::<MAX>(x, w, b, out, width),
            Self::Portable => portable_product::<MAX>(x, w, b, out, width),
        }
    }

    /// Normalises each row of 96 to mean 0 and variance 1, scales by `gain[..96]`, shifts by `gain[96..]`, and adds
    /// `residual` row by row where it is given.
    pub(crate) fn layer_norm(self, rows: &mut [f32], residual: Option<&[f32]>, gain: &[f32]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => avx2::layer_norm(rows, residual, gain),
            Self::Portable => layer_norm_body(rows, residual, gain),
        }
    }

    /// Scores of all actions in a state: `upper · max(sum of rows + bias) + upper bias`. `rows` holds 128 floats for
    /// each feature, the first pieces of 64 outputs, then the second.
    pub(crate) fn score<const F: usize, const WIDE: usize>(
        self,
        rows: [&[f32]; F],
        bias: &[f32],
        upper: &[f32],
        upper_bias: &[f32],
        out: &mut [f32; WIDE],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => avx2::score(rows, bias, upper, upper_bias, out),
            Self::Portable => score_body::<F, WIDE, false>(rows, bias, upper, upper_bias, out),
        }
    }
}

fn portable_product<const MAX: bool>(x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32], width: usize) {
    for (p, (w, b)) in w.chunks_exact(x.width * PANEL).zip(b.chunks_exact(PANEL)).enumerate() {
        for r in 0..x.count {
            let mut acc = [0f32; PANEL];
            acc.copy_from_slice(b);
            for (&v, w) in x.data[r * x.stride..][..x.width].iter().zip(w.as_chunks::<PANEL>().0) {
                for (a, &w) in acc.iter_mut().zip(w) {
                    *a += v * w;
                }
            }
            if MAX {
                for (o, out) in out[r * width + p * OUTPUTS..][..OUTPUTS].iter_mut().enumerate() {
                    *out = acc[o].max(acc[o + OUTPUTS]).max(acc[o + 2 * OUTPUTS]);
                }
            } else {
                out[r * width + p * PANEL..][..PANEL].copy_from_slice(&acc);
            }
        }
    }
}

#[inline(always)]
fn layer_norm_body(rows: &mut [f32], residual: Option<&[f32]>, gain: &[f32]) {
    const N: usize = 96;
    let (scale, shift) = gain.split_at(N);
    for (r, row) in rows.as_chunks_mut::<N>().0.iter_mut().enumerate() {
        let mut sums = [0f32; 16];
        for chunk in row.as_chunks::<16>().0 {
            for (s, v) in sums.iter_mut().zip(chunk) {
                *s += v;
            }
        }
        let mean = sums.iter().sum::<f32>() / N as f32;
        let mut squares = [0f32; 16];
        for chunk in row.as_chunks::<16>().0 {
            for (s, v) in squares.iter_mut().zip(chunk) {
                *s += (v - mean) * (v - mean);
            }
        }
        let inverse = 1.0 / (squares.iter().sum::<f32>() / N as f32 + 1e-8).sqrt();
        for ((v, g), b) in row.iter_mut().zip(scale).zip(shift) {
            *v = (*v - mean) * inverse * g + b;
        }
        if let Some(residual) = residual {
            for (v, x) in row.iter_mut().zip(&residual[r * N..][..N]) {
                *v += x;
            }
        }
    }
}

#[inline(always)]
fn score_body<const F: usize, const WIDE: usize, const FMA: bool>(
    rows: [&[f32]; F],
    bias: &[f32],
    upper: &[f32],
    upper_bias: &[f32],
    out: &mut [f32; WIDE],
) {
    let mut sum = [0f32; 128];
    for row in rows {
        for (s, v) in sum.iter_mut().zip(&row[..128]) {
            *s += v;
        }
    }
    let mut hidden = [0f32; 64];
    for (o, h) in hidden.iter_mut().enumerate() {
        *h = (sum[o] + bias[o]).max(sum[o + 64] + bias[o + 64]);
    }
    let mut acc = [0f32; WIDE];
    acc.copy_from_slice(&upper_bias[..WIDE]);
    for (&h, w) in hidden.iter().zip(upper.as_chunks::<WIDE>().0) {
        for (a, &w) in acc.iter_mut().zip(w) {
            *a = if FMA { h.mul_add(w, *a) } else { *a + h * w };
        }
    }
    *out = acc;
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; every pointer stays inside slices checked by the caller")]
mod avx2 {
    use std::arch::asm;
    use std::arch::x86_64::{
        __m256, _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_storeu_ps,
    };

    use super::{OUTPUTS, PANEL, Rows, layer_norm_body, score_body};

    /// Rows that are computed together.
    const TALL: usize = 4;

    /// Call only where [`super::Kernel::detect`] chose AVX2, with lengths checked by `Kernel::product`.
    pub(super) fn product<const MAX: bool>(x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32], width: usize) {
        // SAFETY: the variant `Avx2` is made by `detect` alone; `product` has checked that all rows of `x`, whole
        // panels of `w` and `b`, and `count` rows of `width` in `out` exist.
        unsafe { panels::<MAX>(x, w, b, out, width) }
    }

    #[target_feature(enable = "avx2,fma")]
    unsafe fn panels<const MAX: bool>(x: Rows<'_>, w: &[f32], b: &[f32], out: &mut [f32], width: usize) {
        let step = if MAX { OUTPUTS } else { PANEL };
        for p in 0..b.len() / PANEL {
            let mut r = 0;
            while r < x.count {
                let tall = (x.count - r).min(TALL);
                // SAFETY: rows r..r + tall exist, panel p exists, and row r + tall - 1 of `out` ends within it.
                unsafe {
                    let args = (
                        x.data.as_ptr().add(r * x.stride),
                        w.as_ptr().add(p * PANEL * x.width),
                        b.as_ptr().add(p * PANEL),
                        out.as_mut_ptr().add(r * width + p * step),
                    );
                    match tall {
                        4 => tall_tile::<MAX>(args.0, x.stride, x.width, args.1, args.2, args.3, width),
                        3 => tile::<3, MAX>(args.0, x.stride, x.width, args.1, args.2, args.3, width),
                        2 => tile::<2, MAX>(args.0, x.stride, x.width, args.1, args.2, args.3, width),
                        _ => tile::<1, MAX>(args.0, x.stride, x.width, args.1, args.2, args.3, width),
                    }
                }
                r += tall;
            }
        }
    }

    /// Four rows by one panel. In assembly, because twelve accumulators, three columns of weights and one input are
    /// all sixteen registers: the compiler loads ahead, spills an accumulator and halves the speed.
    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn tall_tile<const MAX: bool>(
        x: *const f32,
        stride: usize,
        inputs: usize,
        w: *const f32,
        b: *const f32,
        out: *mut f32,
        width: usize,
    ) {
        // SAFETY: as for `tile` with four rows; the loop reads `inputs` floats of each row and `inputs` rows of the
        // panel, writes no memory, and names all registers that it changes.
        unsafe {
            let bias: [__m256; 3] = [_mm256_loadu_ps(b), _mm256_loadu_ps(b.add(8)), _mm256_loadu_ps(b.add(16))];
            let mut acc = [bias; 4];
            if inputs > 0 {
                asm!(
                    "2:",
                    "vmovups ymm12, [{w}]",
                    "vmovups ymm13, [{w} + 32]",
                    "vmovups ymm14, [{w} + 64]",
                    "vbroadcastss ymm15, [{x}]",
                    "vfmadd231ps ymm0, ymm12, ymm15",
                    "vfmadd231ps ymm1, ymm13, ymm15",
                    "vfmadd231ps ymm2, ymm14, ymm15",
                    "vbroadcastss ymm15, [{x} + {s}]",
                    "vfmadd231ps ymm3, ymm12, ymm15",
                    "vfmadd231ps ymm4, ymm13, ymm15",
                    "vfmadd231ps ymm5, ymm14, ymm15",
                    "vbroadcastss ymm15, [{x} + 2*{s}]",
                    "vfmadd231ps ymm6, ymm12, ymm15",
                    "vfmadd231ps ymm7, ymm13, ymm15",
                    "vfmadd231ps ymm8, ymm14, ymm15",
                    "vbroadcastss ymm15, [{x} + {s3}]",
                    "vfmadd231ps ymm9, ymm12, ymm15",
                    "vfmadd231ps ymm10, ymm13, ymm15",
                    "vfmadd231ps ymm11, ymm14, ymm15",
                    "add {x}, 4",
                    "add {w}, 96",
                    "dec {n}",
                    "jnz 2b",
                    w = inout(reg) w => _,
                    x = inout(reg) x => _,
                    s = in(reg) stride * 4,
                    s3 = in(reg) stride * 12,
                    n = inout(reg) inputs => _,
                    inout("ymm0") acc[0][0],
                    inout("ymm1") acc[0][1],
                    inout("ymm2") acc[0][2],
                    inout("ymm3") acc[1][0],
                    inout("ymm4") acc[1][1],
                    inout("ymm5") acc[1][2],
                    inout("ymm6") acc[2][0],
                    inout("ymm7") acc[2][1],
                    inout("ymm8") acc[2][2],
                    inout("ymm9") acc[3][0],
                    inout("ymm10") acc[3][1],
                    inout("ymm11") acc[3][2],
                    out("ymm12") _,
                    out("ymm13") _,
                    out("ymm14") _,
                    out("ymm15") _,
                    options(nostack, readonly),
                );
            }
            store::<4, MAX>(&acc, out, width);
        }
    }

    /// Writes the outputs of a tile.
    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn store<const MR: usize, const MAX: bool>(acc: &[[__m256; 3]; MR], out: *mut f32, width: usize) {
        for (r, acc) in acc.iter().enumerate() {
            // SAFETY: the caller vouches for `MR` rows of the outputs of a panel at `out`.
            unsafe {
                let out = out.add(r * width);
                if MAX {
                    _mm256_storeu_ps(out, _mm256_max_ps(_mm256_max_ps(acc[0], acc[1]), acc[2]));
                } else {
                    _mm256_storeu_ps(out, acc[0]);
                    _mm256_storeu_ps(out.add(8), acc[1]);
                    _mm256_storeu_ps(out.add(16), acc[2]);
                }
            }
        }
    }

    /// `MR` rows by one panel.
    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn tile<const MR: usize, const MAX: bool>(
        x: *const f32,
        stride: usize,
        inputs: usize,
        w: *const f32,
        b: *const f32,
        out: *mut f32,
        width: usize,
    ) {
        // SAFETY: the caller vouches for `MR` rows of `inputs` at `x`, `inputs` rows of a panel at `w`, a panel at
        // `b`, and `MR` rows of the outputs of a panel at `out`.
        unsafe {
            let bias: [__m256; 3] = [_mm256_loadu_ps(b), _mm256_loadu_ps(b.add(8)), _mm256_loadu_ps(b.add(16))];
            let mut acc = [bias; MR];
            let mut wp = w;
            for i in 0..inputs {
                let panel = [_mm256_loadu_ps(wp), _mm256_loadu_ps(wp.add(8)), _mm256_loadu_ps(wp.add(16))];
                wp = wp.add(PANEL);
                for (r, acc) in acc.iter_mut().enumerate() {
                    let v = _mm256_broadcast_ss(&*x.add(r * stride + i));
                    acc[0] = _mm256_fmadd_ps(v, panel[0], acc[0]);
                    acc[1] = _mm256_fmadd_ps(v, panel[1], acc[1]);
                    acc[2] = _mm256_fmadd_ps(v, panel[2], acc[2]);
                }
            }
            store::<MR, MAX>(&acc, out, width);
        }
    }

    pub(super) fn layer_norm(rows: &mut [f32], residual: Option<&[f32]>, gain: &[f32]) {
        #[target_feature(enable = "avx2,fma")]
        fn inner(rows: &mut [f32], residual: Option<&[f32]>, gain: &[f32]) {
            layer_norm_body(rows, residual, gain);
        }
        // SAFETY: the variant `Avx2` is made by `detect` alone.
        unsafe { inner(rows, residual, gain) }
    }

    pub(super) fn score<const F: usize, const WIDE: usize>(
        rows: [&[f32]; F],
        bias: &[f32],
        upper: &[f32],
        upper_bias: &[f32],
        out: &mut [f32; WIDE],
    ) {
        #[target_feature(enable = "avx2,fma")]
        fn inner<const F: usize, const WIDE: usize>(
            rows: [&[f32]; F],
            bias: &[f32],
            upper: &[f32],
            upper_bias: &[f32],
            out: &mut [f32; WIDE],
        ) {
            score_body::<F, WIDE, true>(rows, bias, upper, upper_bias, out);
        }
        // SAFETY: the variant `Avx2` is made by `detect` alone.
        unsafe { inner(rows, bias, upper, upper_bias, out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        (0..n).map(|_| next()).collect()
    }

    fn kernels() -> Vec<Kernel> {
        vec![Kernel::detect(), Kernel::Portable]
    }

    #[test]
    fn products_agree_with_the_definition() {
        let inputs = 30;
        for kernel in kernels() {
            for rows in 0..7 {
                let x = noise(rows * 10 + inputs, 1);
                let (w, b) = (noise(16 * 3 * inputs, 2), noise(16 * 3, 3));
                let dot = |r: usize, c: usize| (0..inputs).map(|i| x[r * 10 + i] * w[c * inputs + i]).sum::<f32>();
                let at = Rows { data: &x, stride: 10, width: inputs, count: rows };
                let (pw, pb) = pack_maxout(&w, &b, inputs);
                let mut out = vec![0.0; rows * 16];
                kernel.maxout(at, &pw, &pb, &mut out);
                for r in 0..rows {
                    for o in 0..16 {
                        let want = (0..3).map(|p| dot(r, o * 3 + p) + b[o * 3 + p]).fold(f32::MIN, f32::max);
                        assert!((out[r * 16 + o] - want).abs() < 1e-5, "{kernel:?} {r} {o}");
                    }
                }
                let bias = noise(48, 4);
                let mut out = vec![0.0; rows * 48];
                kernel.linear(at, &pack_linear(&w[..40 * inputs], 40, inputs), &bias, &mut out);
                for r in 0..rows {
                    for o in 0..40 {
                        assert!((out[r * 48 + o] - dot(r, o) - bias[o]).abs() < 1e-5, "{kernel:?} {r} {o}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_row_does_not_depend_on_its_neighbours() {
        let x = noise(96 * 9, 5);
        let (w, b) = pack_maxout(&noise(96 * 3 * 96, 6), &noise(96 * 3, 7), 96);
        for kernel in kernels() {
            let mut all = vec![0.0; 9 * 96];
            kernel.maxout(Rows { data: &x, stride: 96, width: 96, count: 9 }, &w, &b, &mut all);
            for r in 0..9 {
                let mut one = vec![0.0; 96];
                kernel.maxout(Rows { data: &x[r * 96..], stride: 96, width: 96, count: 1 }, &w, &b, &mut one);
                assert_eq!(one, all[r * 96..][..96]);
            }
        }
    }

    #[test]
    fn norm_has_mean_zero_and_variance_one() {
        for kernel in kernels() {
            let mut x = noise(2 * 96, 8);
            let mut gain = vec![1.0; 192];
            gain[96..].fill(0.0);
            kernel.layer_norm(&mut x, None, &gain);
            for row in x.chunks(96) {
                let mean = row.iter().sum::<f32>() / 96.0;
                let variance = row.iter().map(|v| v * v).sum::<f32>() / 96.0;
                assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{kernel:?} {mean} {variance}");
            }
        }
    }
}
