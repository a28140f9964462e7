using System.Collections;

namespace ClassicML;

/// <summary>Models that are made when they are asked for, and not kept: what <see cref="ISharesWork{TData, TModel}"/> returns when
/// each model still costs something after the shared work.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="count">How many there are.</param>
/// <param name="fit">Makes the model of a number; called from any thread.</param>
public sealed class ModelsOnDemand<TModel>(int count, Func<int, TModel> fit) : IReadOnlyList<TModel>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Makes a model: anew at every call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of this number.</exception>
    public TModel this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return fit(index);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TModel> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return fit(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
