using System.Diagnostics;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>A fit ends soon after it is cancelled, also while its kernel matrix is made. One at a time: they take all processors.</summary>
[Collection(nameof(SvmCancellationTests)), CollectionDefinition(nameof(SvmCancellationTests), DisableParallelization = true)]
public class SvmCancellationTests
{
    public static TheoryData<string> Kernels { get; } = ["rbf, single precision", "rbf, double precision", "polynomial", "laplacian"];

    // Three classes make several machines, for which the whole matrix is made.
    private static readonly ClassificationData Wide = SvmData.Blobs(3, 11_000, 1500), Few = SvmData.Blobs(3, 2500, 1000);

    [Theory, MemberData(nameof(Kernels))]
    public void A_fit_that_is_making_its_kernel_matrix_ends_within_a_fifth_of_a_second(string name)
    {
        // Squared distances from the centre reach some 1500; times γ, 8 is the most for single precision.
        (KernelFunction kernel, ClassificationData data) = name switch
        {
            "rbf, single precision" => (KernelFunction.Rbf(1e-3), Wide),
            "rbf, double precision" => (KernelFunction.Rbf(1), Wide),
            "polynomial" => (KernelFunction.Polynomial(2, 1e-3), Wide),
            _ => (KernelFunction.Laplacian(1e-3), Few),
        };
        Ends(context => new SvmClassifier { Kernel = kernel }.Fit(data, context));
    }

    [Fact]
    public void A_fit_that_is_making_rows_of_its_kernel_matrix_ends_within_a_fifth_of_a_second() =>
        // The matrix would take 25 MB, and the rows of a first working set take seconds.
        Ends(context => new SvmClassifier { Kernel = KernelFunction.ChiSquared(1e-3), MemoryMegabytes = 10 }.Fit(Few, context));

    // On one thread the entries take from 1.2 s on, and the steps before them up to 0.2 s. The token is looked at every few milliseconds;
    // the rest of the bound is for memory that is given back and for whoever shares the machine, so the best of three counts.
    private static void Ends(Action<FitContext> fit)
    {
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < 3 && best > 200; attempt++)
        {
            using var cancel = new CancellationTokenSource();
            Task run = Task.Run(() => fit(new FitContext { Cancellation = cancel.Token, MaxThreads = 1 }));
            Assert.False(run.Wait(600));
            var clock = Stopwatch.StartNew();
            cancel.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => run.GetAwaiter().GetResult());
            best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
        }
        Assert.InRange(best, 0, 200);
    }
}
