using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML;

/// <summary>Reads IDX files, the binary form that MNIST comes in: arrays of any rank, plain or gzip.</summary>
/// <remarks>
/// A file is two zero bytes, a code for the type of its elements, the rank r, r sizes and the elements, row-major, all big-endian
/// (Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits"). A header that promises more than the file can hold
/// is refused before anything is allocated. An error in the file is an <see cref="InvalidDataException"/> that names it.
/// </remarks>
public static class IdxReader
{
    /// <summary>Reads the sizes of the array: n first, then those of one row, such as 28 and 28.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file, or its length is not what its header says.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static ImmutableArray<int> ReadShape(string path)
    {
        using var file = new IdxFile(path);
        return file.Shape;
    }

    /// <summary>Reads an array of rank two or more as a matrix: a row for each first index, the rest flattened.</summary>
    /// <param name="path">The file, plain or gzip; unsigned or signed bytes, 16- or 32-bit integers, floats or doubles.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file, its length is not as its header says, or its rank is 1.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static Matrix ReadMatrix(string path)
    {
        using var file = new IdxFile(path);
        return Matrix(file);
    }

    /// <summary>Reads an array of rank one of unsigned bytes: a label for each row.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file of that kind, or its length is not what its header says.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static int[] ReadLabels(string path)
    {
        using var file = new IdxFile(path);
        return file is { Shape.Length: 1, Type: IdxType.UInt8 }
            ? Array.ConvertAll(file.Values(), value => (int)value)
            : throw file.Error($"labels are unsigned bytes in one dimension, this file has {file.Type} in {file.Shape.Length}");
    }

    /// <summary>Reads rows and the class of each, an integer from 0 to 255.</summary>
    /// <param name="imagesPath">The rows, of rank two or more.</param>
    /// <param name="labelsPath">The labels, of rank one.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the file holds, ordered by value.</param>
    /// <exception cref="InvalidDataException">A file is broken, the two differ in length, or a label is not among the classes.</exception>
    /// <exception cref="IOException">A file can't be opened or read.</exception>
    public static ClassificationData ReadClassification(string imagesPath, string labelsPath, ClassLabels? labels = null)
    {
        int[] targets = ReadLabels(labelsPath);
        // Opened once, since it may be a pipe.
        using var images = new IdxFile(imagesPath);
        int rows = images.Shape[0];
        if (rows != targets.Length)
            throw new InvalidDataException($"{imagesPath} holds {rows} rows, {labelsPath} {targets.Length} labels");
        if (rows == 0) throw new InvalidDataException($"{imagesPath}: there is no row");
        if (labels is null) return ClassificationData.Create(Matrix(images), targets);
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            codes[i] = labels.IndexOf(targets[i].ToString(CultureInfo.InvariantCulture));
            if (codes[i] < 0)
                throw new InvalidDataException($"{labelsPath}: row {i} has label '{targets[i]}', which is not among {labels}");
        }
        return new ClassificationData(Matrix(images), codes, labels);
    }

    private static Matrix Matrix(IdxFile file) => file.Shape.Length >= 2
        ? ClassicML.Matrix.Wrap(file.Values(), file.Shape[0], file.Count / Math.Max(1, file.Shape[0]))
        : throw file.Error("it has one dimension, so it holds labels, not rows");
}
