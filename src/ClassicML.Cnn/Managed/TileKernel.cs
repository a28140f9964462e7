using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Cnn.Managed;

/// <summary>The one loop in which a network's time goes: tile[r, c] (+)= Σ a[r, step]·b[step, c] for 12 rows and 32 columns.</summary>
/// <remarks>
/// Operands are read where they lie, by strides, so that a convolution needs no copy of its windows (im2col): a window's row is a run of
/// kw·c floats, and the next window starts c floats later. Forward, input gradient and weight gradient of convolutions and dense layers
/// are all walks of this loop. Each element is one chain of fused multiply-adds in the order of the steps, so the forms for 512 and 256
/// bits and the scalar twin give the same bits. 24 sums stay in 24 registers of 512 bits.
/// </remarks>
internal static unsafe class TileKernel
{
    public const int Rows = 12;

    public const int Columns = 32;

    public static void Run(in TileWalk walk, float* a, float* b, float* tile, bool add)
    {
        if (KernelVariant.Is512)
        {
            Run512(walk.Row, walk.AStep, walk.AJump, walk.BStep, walk.BJump, walk.Outer, walk.Inner, a, b, tile, add);
        }
        else if (KernelVariant.IsVector)
        {
            for (int row = 0; row < Rows; row += 6)
                for (int column = 0; column < Columns; column += 16)
                    Run256(walk, a + row * walk.Row, b + column, tile + row * Columns + column, add);
        }
        else
        {
            RunScalar(walk, a, b, tile, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run512(nint row, nint aStep, nint aJump, nint bStep, nint bJump, int outer, int inner, float* a, float* b, float* tile, bool add)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        float* a1 = a + 3 * row, a2 = a1 + 3 * row, a3 = a2 + 3 * row;
        for (; outer > 0; outer--)
        {
            for (int k = inner; k > 0; k--)
            {
                Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
                Vector512<float> x = Vector512.Create(a[0]);
                c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
                x = Vector512.Create(a[row]);
                c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
                c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
                x = Vector512.Create(a[2 * row]);
                c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
                c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
                x = Vector512.Create(a1[0]);
                c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
                c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
                x = Vector512.Create(a1[row]);
                c40 = Vector512.FusedMultiplyAdd(x, b0, c40);
                c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
                x = Vector512.Create(a1[2 * row]);
                c50 = Vector512.FusedMultiplyAdd(x, b0, c50);
                c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
                x = Vector512.Create(a2[0]);
                c60 = Vector512.FusedMultiplyAdd(x, b0, c60);
                c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
                x = Vector512.Create(a2[row]);
                c70 = Vector512.FusedMultiplyAdd(x, b0, c70);
                c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
                x = Vector512.Create(a2[2 * row]);
                c80 = Vector512.FusedMultiplyAdd(x, b0, c80);
                c81 = Vector512.FusedMultiplyAdd(x, b1, c81);
                x = Vector512.Create(a3[0]);
                c90 = Vector512.FusedMultiplyAdd(x, b0, c90);
                c91 = Vector512.FusedMultiplyAdd(x, b1, c91);
                x = Vector512.Create(a3[row]);
                cA0 = Vector512.FusedMultiplyAdd(x, b0, cA0);
                cA1 = Vector512.FusedMultiplyAdd(x, b1, cA1);
                x = Vector512.Create(a3[2 * row]);
                cB0 = Vector512.FusedMultiplyAdd(x, b0, cB0);
                cB1 = Vector512.FusedMultiplyAdd(x, b1, cB1);
                a += aStep;
                a1 += aStep;
                a2 += aStep;
                a3 += aStep;
                b += bStep;
            }
            a += aJump;
            a1 += aJump;
            a2 += aJump;
            a3 += aJump;
            b += bJump;
        }
        Put(tile, c00, c01, add);
        Put(tile + 32, c10, c11, add);
        Put(tile + 64, c20, c21, add);
        Put(tile + 96, c30, c31, add);
        Put(tile + 128, c40, c41, add);
        Put(tile + 160, c50, c51, add);
        Put(tile + 192, c60, c61, add);
        Put(tile + 224, c70, c71, add);
        Put(tile + 256, c80, c81, add);
        Put(tile + 288, c90, c91, add);
        Put(tile + 320, cA0, cA1, add);
        Put(tile + 352, cB0, cB1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* to, Vector512<float> s0, Vector512<float> s1, bool add)
    {
        if (add)
        {
            s0 = Vector512.Load(to) + s0;
            s1 = Vector512.Load(to + 16) + s1;
        }
        s0.Store(to);
        s1.Store(to + 16);
    }

    // Six rows and sixteen columns: 12 sums in 12 of 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run256(in TileWalk walk, float* a, float* b, float* tile, bool add)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        nint row = walk.Row, aStep = walk.AStep, bStep = walk.BStep;
        float* a1 = a + 3 * row;
        for (int outer = walk.Outer; outer > 0; outer--)
        {
            for (int k = walk.Inner; k > 0; k--)
            {
                Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
                Vector256<float> x = Vector256.Create(a[0]);
                c00 = Vector256.FusedMultiplyAdd(x, b0, c00);
                c01 = Vector256.FusedMultiplyAdd(x, b1, c01);
                x = Vector256.Create(a[row]);
                c10 = Vector256.FusedMultiplyAdd(x, b0, c10);
                c11 = Vector256.FusedMultiplyAdd(x, b1, c11);
                x = Vector256.Create(a[2 * row]);
                c20 = Vector256.FusedMultiplyAdd(x, b0, c20);
                c21 = Vector256.FusedMultiplyAdd(x, b1, c21);
                x = Vector256.Create(a1[0]);
                c30 = Vector256.FusedMultiplyAdd(x, b0, c30);
                c31 = Vector256.FusedMultiplyAdd(x, b1, c31);
                x = Vector256.Create(a1[row]);
                c40 = Vector256.FusedMultiplyAdd(x, b0, c40);
                c41 = Vector256.FusedMultiplyAdd(x, b1, c41);
                x = Vector256.Create(a1[2 * row]);
                c50 = Vector256.FusedMultiplyAdd(x, b0, c50);
                c51 = Vector256.FusedMultiplyAdd(x, b1, c51);
                a += aStep;
                a1 += aStep;
                b += bStep;
            }
            a += walk.AJump;
            a1 += walk.AJump;
            b += walk.BJump;
        }
        Put(tile, c00, c01, add);
        Put(tile + 32, c10, c11, add);
        Put(tile + 64, c20, c21, add);
        Put(tile + 96, c30, c31, add);
        Put(tile + 128, c40, c41, add);
        Put(tile + 160, c50, c51, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* to, Vector256<float> s0, Vector256<float> s1, bool add)
    {
        if (add)
        {
            s0 = Vector256.Load(to) + s0;
            s1 = Vector256.Load(to + 8) + s1;
        }
        s0.Store(to);
        s1.Store(to + 8);
    }

    private static void RunScalar(in TileWalk walk, float* a, float* b, float* tile, bool add)
    {
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < Columns; c++)
            {
                float sum = 0;
                float* x = a + r * walk.Row, y = b + c;
                for (int outer = walk.Outer; outer > 0; outer--, x += walk.AJump, y += walk.BJump)
                    for (int k = walk.Inner; k > 0; k--, x += walk.AStep, y += walk.BStep) sum = MathF.FusedMultiplyAdd(*x, *y, sum);
                tile[r * Columns + c] = add ? tile[r * Columns + c] + sum : sum;
            }
        }
    }
}
