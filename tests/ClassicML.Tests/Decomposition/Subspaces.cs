using ClassicML.Internal;

namespace ClassicML.Tests.Decomposition;

internal static class Subspaces
{
    /// <summary>The sine of the largest principal angle between the spans of two sets of orthonormal rows of one length.</summary>
    public static double SineOfAngle(Matrix a, Matrix b)
    {
        double largest = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            double[] left = a.Row(i).ToArray();
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < b.RowCount; j++) Kernels.AddScaled(-Kernels.Dot(left, b.Row(j)), b.Row(j), left);
            largest = Math.Max(largest, Math.Sqrt(Kernels.Dot(left, left)));
        }
        return largest;
    }
}
