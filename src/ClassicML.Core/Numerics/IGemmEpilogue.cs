using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>What happens to the elements of a product as soon as they are finished, while they are still in cache.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// A struct, so that the call is compiled into the product. Segments come from several threads at once. Each element comes exactly once.
/// What is done with an element must not depend on how rows are cut into segments.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGemmEpilogue<T>
{
    /// <summary>Takes finished elements (row, column), (row, column + 1), ….</summary>
    /// <param name="values">The elements; may be overwritten. They belong to the caller afterwards.</param>
    /// <param name="row">Their row in the product.</param>
    /// <param name="column">The column of the first.</param>
    void Take(Span<T> values, int row, int column);
}
