namespace ClassicML.Cnn.Managed;

/// <summary>A dense layer over a batch and its gradients, as walks of <see cref="TileKernel"/>; matrices are read where they lie.</summary>
/// <remarks>Each element belongs to one tile and each tile to one thread, so bits depend on neither the batch nor the threads.</remarks>
internal sealed unsafe class DenseKernels(Dense layer, PlacedLayer place) : ManagedLayer(place)
{
    // A chain of sums is broken off after so many steps, which keeps rounding small, and the rows that it reads near.
    private const int Chain = 512;
    private const int TilesOfItem = 8;

    private readonly int inputs = place.Input.Size, units = place.Output.Size;
    private readonly bool relu = layer.Activation == LayerActivation.Relu;

    /// <summary>The gradient of the output transposed, in rows of whole vectors.</summary>
    public override long ScratchLength(int count) => (long)Tiles(count, TileKernel.Columns) * TileKernel.Columns * units;

    public override void Forward(in LayerPass pass) =>
        Forward(pass.Parameters + Place.Offset, pass.Parameters + Place.BiasOffset, pass.X, pass.Y, pass.Count, pass.Threads);

    public override void Backward(in LayerPass pass)
    {
        Slope(pass.Y, pass.Dy, pass.Count);
        WeightGradient(pass.X, pass.Dy, pass.Gradient + Place.Offset, pass.Gradient + Place.BiasOffset, pass.Count, pass.Threads);
        if (pass.Dx != null) InputGradient(pass.Parameters + Place.Offset, pass.Dy, pass.Scratch, pass.Dx, pass.Count, pass.Threads);
    }

    /// <summary>y ← f(x·w + b), for so many rows.</summary>
    private void Forward(float* weights, float* biases, float* x, float* y, int rows, int threads)
    {
        int rowTiles = Tiles(rows, TileKernel.Rows), columnTiles = Tiles(units, TileKernel.Columns);
        Workers.For(rowTiles * columnTiles, threads, item =>
        {
            float* tile = stackalloc float[TileKernel.Rows * TileKernel.Columns];
            int row = item % rowTiles * TileKernel.Rows, column = item / rowTiles * TileKernel.Columns;
            for (int k = 0; k < inputs; k += Chain)
                TileKernel.Run(
                    new TileWalk(inputs, 1, 0, units, 0, 1, Math.Min(Chain, inputs - k)), x + (long)row * inputs + k, weights + (long)k * units + column,
                    tile, add: k > 0);
            for (int r = 0; r < Math.Min(TileKernel.Rows, rows - row); r++)
                for (int c = 0; c < Math.Min(TileKernel.Columns, units - column); c++)
                {
                    float v = tile[r * TileKernel.Columns + c] + biases[column + c];
                    y[(long)(row + r) * units + column + c] = relu ? MathF.Max(v, 0) : v;
                }
        });
    }

    /// <summary>dy ← dy times the slope of the activation.</summary>
    private void Slope(float* y, float* dy, int rows)
    {
        if (!relu) return;
        for (long i = 0; i < (long)rows * units; i++)
            if (!(y[i] > 0)) dy[i] = 0;
    }

    /// <summary>dx ← dy·wᵀ, as (w·dyᵀ)ᵀ: the weights' rows are read as they lie.</summary>
    /// <param name="weights">Inputs×units.</param>
    /// <param name="dy">Rows×units.</param>
    /// <param name="turned">Scratch for dyᵀ: units × rows filled up to whole vectors of 32.</param>
    /// <param name="dx">Receives rows×inputs.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="threads">The most threads.</param>
    private void InputGradient(float* weights, float* dy, float* turned, float* dx, int rows, int threads)
    {
        int pitch = Tiles(rows, TileKernel.Columns) * TileKernel.Columns;
        for (int u = 0; u < units; u++)
        {
            for (int n = 0; n < rows; n++) turned[u * pitch + n] = dy[(long)n * units + u];
            for (int n = rows; n < pitch; n++) turned[u * pitch + n] = 0;
        }
        Workers.ForBlocks(Tiles(inputs, TileKernel.Rows), TilesOfItem, threads, (from, to) =>
        {
            float* tile = stackalloc float[TileKernel.Rows * TileKernel.Columns];
            for (int n = 0; n < rows; n += TileKernel.Columns)
                for (int i = from * TileKernel.Rows; i < Math.Min(to * TileKernel.Rows, inputs); i += TileKernel.Rows)
                {
                    TileKernel.Run(new TileWalk(units, 1, 0, pitch, 0, 1, units), weights + (long)i * units, turned + n, tile, add: false);
                    int kept = Math.Min(TileKernel.Rows, inputs - i);
                    for (int r = 0; r < Math.Min(TileKernel.Columns, rows - n); r++)
                        for (int c = 0; c < kept; c++) dx[(long)(n + r) * inputs + i + c] = tile[c * TileKernel.Columns + r];
                }
        });
    }

    /// <summary>gradient ← xᵀ·dy, biasGradient ← the sums of dy's columns.</summary>
    private void WeightGradient(float* x, float* dy, float* gradient, float* biasGradient, int rows, int threads)
    {
        for (int u = 0; u < units; u++)
        {
            float sum = 0;
            for (int n = 0; n < rows; n++) sum += dy[(long)n * units + u];
            biasGradient[u] = sum;
        }
        Workers.ForBlocks(Tiles(inputs, TileKernel.Rows), TilesOfItem, threads, (from, to) =>
        {
            float* tile = stackalloc float[TileKernel.Rows * TileKernel.Columns];
            for (int i = from * TileKernel.Rows; i < Math.Min(to * TileKernel.Rows, inputs); i += TileKernel.Rows)
                for (int u = 0; u < units; u += TileKernel.Columns)
                {
                    TileKernel.Run(new TileWalk(1, inputs, 0, units, 0, 1, rows), x + i, dy + u, tile, add: false);
                    int columns = Math.Min(TileKernel.Columns, units - u);
                    for (int r = 0; r < Math.Min(TileKernel.Rows, inputs - i); r++)
                        new ReadOnlySpan<float>(tile + r * TileKernel.Columns, columns).CopyTo(new Span<float>(gradient + (long)(i + r) * units + u, columns));
                }
        });
    }

    private static int Tiles(int count, int size) => (count + size - 1) / size;
}
