using System.Runtime.Intrinsics;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Managed;

/// <summary>The step of an optimizer over a range of the parameters.</summary>
internal static unsafe class OptimizerKernels
{
    public static void Step(in OptimizerRule rule, double rate, float* w, float* first, float* second, float* g, int count)
    {
        if (rule.Kind == CnnSolver.Adam) Adam(rule, (float)rate, w, first, second, g, count);
        else Descend((float)rule.Momentum, (float)rate, w, first, g, count);
    }

    private static void Adam(in OptimizerRule rule, float rate, float* w, float* m, float* v, float* g, int count)
    {
        float b1 = (float)rule.Beta1, b2 = (float)rule.Beta2, r1 = (float)(1 - rule.Beta1), r2 = (float)(1 - rule.Beta2), e = (float)rule.Epsilon;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector512<float> gradient = Vector512.Load(g + i);
            Vector512<float> mean = Vector512.Load(m + i) * b1 + gradient * r1;
            Vector512<float> square = Vector512.Load(v + i) * b2 + gradient * gradient * r2;
            mean.Store(m + i);
            square.Store(v + i);
            (Vector512.Load(w + i) - mean * rate / (Vector512.Sqrt(square) + Vector512.Create(e))).Store(w + i);
        }
        for (; i < count; i++)
        {
            m[i] = m[i] * b1 + g[i] * r1;
            v[i] = v[i] * b2 + g[i] * g[i] * r2;
            w[i] -= m[i] * rate / (MathF.Sqrt(v[i]) + e);
        }
    }

    private static void Descend(float momentum, float rate, float* w, float* velocity, float* g, int count)
    {
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector512<float> move = Vector512.Load(velocity + i) * momentum - Vector512.Load(g + i) * rate;
            move.Store(velocity + i);
            (Vector512.Load(w + i) + move).Store(w + i);
        }
        for (; i < count; i++)
        {
            velocity[i] = velocity[i] * momentum - g[i] * rate;
            w[i] += velocity[i];
        }
    }
}
