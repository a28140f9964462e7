using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ClassicML.Internal;

namespace ClassicML.Cnn;

/// <summary>Layers resolved against an image's shape and a number of classes: every shape and count is known.</summary>
public sealed class CnnNetwork
{
    /// <summary>Resolves layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="image">The image's shape.</param>
    /// <param name="classes">The number of classes, K.</param>
    /// <exception cref="ArgumentException">A layer can't read what the one before it gives, or the last has not K units; the message names it.</exception>
    public CnnNetwork(CnnLayers layers, ImageShape image, int classes)
    {
        Check.NotNull(layers, nameof(layers));
        Image = image;
        ClassCount = Check.AtLeast(classes, 1, nameof(classes));
        var placed = ImmutableArray.CreateBuilder<PlacedLayer>(layers.Count);
        LayerShape shape = LayerShape.Of(image);
        int offset = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerShape output;
            try
            {
                output = layers[i].OutputShape(shape, classes);
                _ = output.Size;
                int weights = layers[i].WeightCount(shape, classes), biases = layers[i].BiasCount(shape, classes);
                placed.Add(new PlacedLayer(layers[i], shape, output, offset, weights, biases));
                offset = checked(offset + weights + biases);
            }
            catch (OverflowException)
            {
                throw new ArgumentException(
                    $"layer {i + 1}, '{layers[i]}', reads {shape}: its outputs, or the network's weights, are more than {int.MaxValue}; "
                    + "take fewer filters or units", nameof(layers));
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"layer {i + 1}, '{layers[i]}': {e.Message}", nameof(layers));
            }
            shape = output;
        }
        if (shape.Size != classes)
            throw new ArgumentException($"the last layer has {shape.Size} units, the data has {classes} classes", nameof(layers));
        Layers = placed.ToImmutable();
        ParameterCount = offset;
    }

    /// <summary>The image's shape.</summary>
    public ImageShape Image { get; }

    /// <summary>The number of classes, K.</summary>
    public int ClassCount { get; }

    /// <summary>The layers in order.</summary>
    public ImmutableArray<PlacedLayer> Layers { get; }

    /// <summary>The number of parameters of all layers.</summary>
    public int ParameterCount { get; }

    /// <summary>Start values: Glorot-uniform weights, in ±√(6/(inputs + outputs)) of a unit's window, and zero biases.</summary>
    /// <remarks>Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
    internal float[] InitialParameters(ulong seed)
    {
        float[] parameters = new float[ParameterCount];
        for (int l = 0; l < Layers.Length; l++)
        {
            PlacedLayer place = Layers[l];
            double limit = Math.Sqrt(6.0 / place.Layer.FanSum(place.Input, place.Output));
            var rng = new Rng(seed, (ulong)l);
            for (int i = 0; i < place.WeightCount; i++) parameters[place.Offset + i] = (float)(limit * (2 * rng.NextDouble() - 1));
        }
        return parameters;
    }

    /// <summary>Refuses a network or batches that training can't hold, before anything is allocated.</summary>
    /// <param name="batch">Rows of a step.</param>
    /// <exception cref="ArgumentException">They can't be held; the message names the option.</exception>
    internal void CheckTraining(int batch)
    {
        // Weights, gradient, two moments, the copy that goes back, the one that is kept, and that of the epoch before.
        double weights = 7.0 * sizeof(float) * ParameterCount, values = 0;
        MemoryNeed.Check(weights, $"Layers of {Number(ParameterCount)} weights", "take fewer filters or units");
        int widest = Layers.Max(place => place.Output.Size);
        string what = string.Create(CultureInfo.InvariantCulture, $"BatchSize of {batch} with layers of up to {widest} outputs an image");
        const string WayOut = "take smaller batches or layers";
        foreach (PlacedLayer place in Layers)
        {
            // Kernels read a few rows on.
            double room = (batch + 16.0) * Math.Max(place.Input.Size, place.Output.Size);
            MemoryNeed.CheckArray(room, what, WayOut);
            values += 2 * room;
        }
        double blocks = (batch + 3) / 4 * (double)Layers.First(place => place.RunsOverBatch).Offset;
        MemoryNeed.CheckArray(blocks, what, WayOut);
        MemoryNeed.Check(weights + sizeof(float) * (values + blocks), what, WayOut);
    }

    /// <summary>A table of the layers with their output shapes and numbers of parameters.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        Line("layer", "output", "parameters");
        Line("image", LayerShape.Of(Image).ToString(), "0");
        foreach (PlacedLayer place in Layers) Line(place.Layer.ToString(), place.Output.ToString(), Number(place.ParameterCount));
        Line("total", "", Number(ParameterCount));
        return text.ToString();

        void Line(string layer, string shape, string count) =>
            text.Append(CultureInfo.InvariantCulture, $"{layer,-28}{shape,14}{count,14}").Append('\n');
    }

    internal static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
