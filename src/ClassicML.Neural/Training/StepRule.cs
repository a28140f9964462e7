using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Neural;

/// <summary>How a gradient becomes a step. Works by weight, so parts of the weights may be moved in any order.</summary>
internal abstract class StepRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Begins the next step.</summary>
    public virtual void Next()
    {
    }

    /// <summary>Moves the weights from <paramref name="start"/> on.</summary>
    public abstract void Move(int start, ReadOnlySpan<T> gradient, Span<T> weights);

    /// <summary>Ends an epoch; <paramref name="rows"/> have been learnt from in all.</summary>
    public virtual void EndEpoch(long rows)
    {
    }

    /// <summary>Takes smaller steps from now on; false where there are none.</summary>
    public virtual bool Slower() => false;
}

/// <summary>v ← μv - ηg and w ← w + v; with Nesterov's look ahead w ← w + μv - ηg, with the new v. As in scikit-learn.</summary>
internal sealed class SgdRule<T>(MlpOptions options, int count) : StepRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastRate = 1e-6;

    private readonly T[] velocity = new T[count];
    private double rate = options.LearningRate;

    public override void Move(int start, ReadOnlySpan<T> gradient, Span<T> weights)
    {
        T mu = T.CreateTruncating(options.Momentum), eta = T.CreateTruncating(rate);
        bool looksAhead = options.Nesterov;
        ref T g = ref MemoryMarshal.GetReference(gradient), w = ref MemoryMarshal.GetReference(weights), v = ref velocity[start];
        nuint i = 0, n = (nuint)gradient.Length, width = (nuint)Vector512<T>.Count;
        for (; i + width <= n; i += width)
        {
            Vector512<T> downhill = Vector512.LoadUnsafe(ref g, i) * eta, next = Vector512.LoadUnsafe(ref v, i) * mu - downhill;
            next.StoreUnsafe(ref v, i);
            (Vector512.LoadUnsafe(ref w, i) + (looksAhead ? next * mu - downhill : next)).StoreUnsafe(ref w, i);
        }
        for (; i < n; i++)
        {
            T downhill = Unsafe.Add(ref g, i) * eta, next = Unsafe.Add(ref v, i) * mu - downhill;
            Unsafe.Add(ref v, i) = next;
            Unsafe.Add(ref w, i) += looksAhead ? next * mu - downhill : next;
        }
    }

    public override void EndEpoch(long rows)
    {
        if (options.Schedule == MlpSchedule.InverseScaling) rate = options.LearningRate / Math.Pow(rows + 1, options.Power);
    }

    public override bool Slower()
    {
        if (options.Schedule != MlpSchedule.Adaptive || rate <= LeastRate) return false;
        rate /= 5;
        return true;
    }
}

/// <summary>m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², w ← w - ηₜ·m/(√v + ε), ηₜ = η√(1-β₂ᵗ)/(1-β₁ᵗ).</summary>
/// <remarks>Source: Kingma, Ba, "Adam: a method for stochastic optimization" (2015), with ε as at the end of its section 2.</remarks>
internal sealed class AdamRule<T>(MlpOptions options, int count) : StepRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] means = new T[count], squares = new T[count];
    private double power1 = 1, power2 = 1;
    private T eta;

    public override void Next()
    {
        power1 *= options.Beta1;
        power2 *= options.Beta2;
        eta = T.CreateTruncating(options.LearningRate * Math.Sqrt(1 - power2) / (1 - power1));
    }

    public override void Move(int start, ReadOnlySpan<T> gradient, Span<T> weights)
    {
        T b1 = T.CreateTruncating(options.Beta1), c1 = T.CreateTruncating(1 - options.Beta1);
        T b2 = T.CreateTruncating(options.Beta2), c2 = T.CreateTruncating(1 - options.Beta2), epsilon = T.CreateTruncating(options.Epsilon);
        ref T g = ref MemoryMarshal.GetReference(gradient), w = ref MemoryMarshal.GetReference(weights);
        ref T m = ref means[start], v = ref squares[start];
        Vector512<T> small = Vector512.Create(epsilon);
        nuint i = 0, n = (nuint)gradient.Length, width = (nuint)Vector512<T>.Count;
        for (; i + width <= n; i += width)
        {
            Vector512<T> slope = Vector512.LoadUnsafe(ref g, i);
            Vector512<T> mean = Vector512.LoadUnsafe(ref m, i) * b1 + slope * c1;
            Vector512<T> square = Vector512.LoadUnsafe(ref v, i) * b2 + slope * slope * c2;
            mean.StoreUnsafe(ref m, i);
            square.StoreUnsafe(ref v, i);
            (Vector512.LoadUnsafe(ref w, i) - mean * eta / (Vector512.Sqrt(square) + small)).StoreUnsafe(ref w, i);
        }
        for (; i < n; i++)
        {
            T slope = Unsafe.Add(ref g, i);
            T mean = Unsafe.Add(ref m, i) * b1 + slope * c1, square = Unsafe.Add(ref v, i) * b2 + slope * slope * c2;
            (Unsafe.Add(ref m, i), Unsafe.Add(ref v, i)) = (mean, square);
            Unsafe.Add(ref w, i) -= mean * eta / (T.Sqrt(square) + epsilon);
        }
    }
}
