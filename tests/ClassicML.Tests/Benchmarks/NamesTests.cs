using ClassicML.Benchmarks;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Lists of names as the command line takes them, and how libraries are shown.</summary>
public class NamesTests
{
    private static readonly string[] Known = ["knn-digits", "lr-tall", "tree"];

    [Fact]
    public void Names_come_by_commas_or_one_by_one_and_none_is_no_name()
    {
        Assert.Equal(["tree", "lr-tall", "knn-digits"], Names.Of("case", ["tree, lr-tall,", "knn-digits"], Known));
        Assert.Empty(Names.Of("case", ["none"], Known));
        Assert.Empty(Names.Of("case", [], Known));
        Assert.Equal("there is no case 'none'; there are knn-digits, lr-tall, tree",
            Fail(() => Names.Of("case", ["none", "tree"], Known)));
        Assert.Equal("there is no peer 'tre': did you mean 'tree'?", Fail(() => Names.Of("peer", ["tree", "tre"], Known)));
    }

    [Fact]
    public void Each_library_has_one_place_in_every_legend()
    {
        string[] all = ["ClassicML", "ML.NET", "Accord.NET", "scikit-learn", "LIBSVM", "ranger", "XGBoost", "FAISS", "PyTorch", "OpenCV"];
        Assert.Equal(Enumerable.Range(0, 10), all.Select(Libraries.Style));
        Assert.Equal((4, "LIBSVM, LIBLINEAR"), (Libraries.Style("LIBLINEAR"), Libraries.Name(4)));
        Assert.Equal("scikit-learn", Libraries.Name(3));
    }
}
